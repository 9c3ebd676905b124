import ECG
import Foundation
import Paper
import Testing

/// A lead with one millivolt of sine, of `seconds` at 500 Hz.
private func recording(_ leads: [String] = ["I", "II", "V1", "V2", "V3", "V4", "V5", "V6"], seconds: Double = 10) -> Recording {
    let samples = (0..<Int(seconds * 500)).map { Int32(500 * sin(Double($0) / 40)) }
    return Recording(sampleRate: 500, leads: leads.map { Recording.Lead(name: $0, samples: samples, scale: 1) })
}

private func laidOut(_ layout: PageLayout, gain: Double = 10, speed: Double = 25, recorded: Double = 10) throws -> PageGeometry {
    PageGeometry(layout: layout, scale: try #require(PageScale(gain: gain, speed: speed)), recorded: recorded)
}

@Suite struct PageTests {
    @Test(arguments: PageLayout.all)
    func `every layout shows each of its leads on the grid of an A4 page`(layout: PageLayout) throws {
        let geometry = try laidOut(layout)
        #expect(geometry.cells.map(\.lead) == layout.rows.flatMap { $0 } + layout.rhythm)
        for cell in geometry.cells {
            #expect(cell.area.x >= geometry.grid.x && cell.area.right <= geometry.grid.right + 1e-9)
            #expect(cell.area.y >= geometry.grid.y && cell.area.bottom <= geometry.grid.bottom + 1e-9)
        }
        #expect(geometry.grid.x >= 0 && geometry.grid.right <= 297 && geometry.footer.bottom <= 210)
    }

    @Test func `the grid is whole squares of 5 mm`() throws {
        for layout in PageLayout.all {
            let grid = try laidOut(layout).grid
            #expect(grid.width.truncatingRemainder(dividingBy: 5) == 0 && grid.height.truncatingRemainder(dividingBy: 5) == 0)
        }
    }

    @Test func `at 25 mm a second four columns show ten seconds, one after the other`() throws {
        let cells = try laidOut(.threeByFourPlusOne).cells
        #expect(cells.prefix(4).map(\.start) == [0, 2.5, 5, 7.5])
        #expect(cells.prefix(4).allSatisfy { $0.duration == 2.5 && $0.area.width == 62.5 })
        let strip = try #require(cells.last)
        #expect(strip.lead == "II" && strip.duration == 10 && strip.area.width == 250)
    }

    @Test func `a second is as many millimetres as the speed says`() throws {
        for speed in PageScale.speeds {
            for cell in try laidOut(.sixByTwo, speed: speed, recorded: 60).cells {
                #expect(abs(cell.area.width - cell.duration * speed) < 1e-9)
            }
        }
    }

    @Test func `a short recording fills every column`() throws {
        let cells = try laidOut(.threeByFour, speed: 12.5, recorded: 10).cells
        #expect(cells.allSatisfy { $0.start + $0.duration <= 10 || $0.start == 0 })
    }

    @Test(arguments: [(0.0, 25.0), (2.4, 25), (41, 25), (10, 6), (10, 101), (.nan, 25)])
    func `scales beyond what is read are refused`(gain: Double, speed: Double) {
        #expect(PageScale(gain: gain, speed: speed) == nil)
    }

    @Test func `a millivolt is drawn as high as the gain says`() throws {
        for gain in PageScale.gains {
            let leads = LeadSet(recording())
            let geometry = try laidOut(.twelveByOne, gain: gain)
            let drawing = ECGPage(leads: leads, geometry: geometry, caption: PageCaption()).drawing
            let heights = drawing.traces.map { points in points.map(\.y).max()! - points.map(\.y).min()! }
            // Sine from -0.5 to 0.5 mV.
            #expect(abs((heights.first ?? 0) - gain) < gain * 0.01)
        }
    }

    @Test func `limb leads that were not recorded are derived`() throws {
        let leads = LeadSet(recording())
        #expect(Set(["III", "aVR", "aVL", "aVF"]).isSubset(of: leads.names))
        #expect(leads["-aVR"]?[100] == leads["aVR"].map { -$0[100] })
    }

    @Test func `a recording without the layout's leads is stacked`() {
        #expect(PageLayout.threeByFour.fitting(["MLII", "V5"]).rows == [["MLII"], ["V5"]])
        #expect(PageLayout.threeByFour.fitting(["I", "II", "V1", "V2", "V3", "V4", "V5", "V6"]) == .threeByFour)
    }

    @Test func `a page is the same bytes each time, and as long a recording as many pages`() throws {
        let document = ECGDocument(
            recording(seconds: 35), filter: .diagnostic, layout: .sixByTwo, scale: .standard, language: .chinese)
        let page = try Paper.render(document.page(from: 0), as: .pdf)
        #expect(try Paper.render(document.page(from: 0), as: .pdf) == page)
        #expect(document.all(from: 0).count == 4)
        #expect(document.all(from: 20).count == 2)
    }

    @Test(arguments: [Recording(sampleRate: 0, leads: []), Recording(sampleRate: 500, leads: [.init(name: "I", samples: [], scale: 1)])])
    func `a recording without a wave is a page without one`(recording: Recording) throws {
        let document = ECGDocument(recording, filter: .diagnostic, layout: .threeByFour, scale: .standard, language: .english)
        #expect(try Paper.render(document.page(from: 0), as: .pdf).count > 1000)
    }

    @Test func `what a physician corrected stands out`() {
        var measured = PageMeasurements()
        (measured.heartRate, measured.pr) = (71.6, 160)
        let caption = PageCaption(Recording.Facts(), measured: measured.corrected(by: ["pr": 148]), statements: [], by: .physician)
        #expect(caption.measurements.first { $0.value == "148 ms" }?.isCorrected == true)
        #expect(caption.measurements.first { $0.value == "72 bpm" }?.isCorrected == false)
    }
}

extension Drawing {
    /// The long lines within groups: waves, not calibration pulses.
    fileprivate var traces: [[Point]] {
        marks.flatMap { mark -> [[Point]] in
            guard case .group(let group) = mark else { return [] }
            return group.marks.compactMap { mark -> [Point]? in
                guard case .polyline(let points, _) = mark, points.count > 100 else { return nil }
                return points
            }
        }
    }
}
