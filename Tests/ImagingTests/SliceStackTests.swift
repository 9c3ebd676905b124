import Foundation
import Imaging
import Testing

/// How slices are piled: by Image Position along their normal, and every correction told.
@Suite struct SliceStackTests {
    private func slices(_ places: [Double], tilt degrees: Double = 0, columns: Int = 16) -> [SlicePlacement] {
        let sideways = tan(degrees * .pi / 180)
        return places.map { place in
            SlicePlacement(
                position: PatientVector(-50, -40 + place * sideways, place), right: PatientVector(1, 0, 0), down: PatientVector(0, 1, 0),
                columnSpacing: 0.5, rowSpacing: 0.75, columns: columns, rows: 12)
        }
    }

    @Test func `an even series needs no notice`() throws {
        let stack = try SliceStack(slices([30, 10, 20, 0]))
        #expect(stack.order == [3, 1, 2, 0])
        #expect(stack.notices.isEmpty)
        #expect(stack.geometry.places == nil)
        #expect(stack.geometry.point(at: SIMD3(2, 4, 3)) == PatientVector(-49, -37, 30))
        let coordinates = stack.geometry.coordinates(of: PatientVector(-49, -37, 30)) - SIMD3(2, 4, 3)
        #expect(coordinates.length < 1e-9)
    }

    @Test func `a tilted gantry is undone by shear`() throws {
        let stack = try SliceStack(slices([0, 5, 10, 15, 20], tilt: 12.5))
        guard case .gantryTilt(let degrees)? = stack.notices.first else {
            Issue.record("no tilt was noticed: \(stack.notices)")
            return
        }
        #expect(abs(degrees - 12.5) < 1e-9 && stack.notices.count == 1)
        // The first pixel of the last slice lies where the file says, not above that of the first.
        #expect((stack.geometry.point(at: SIMD3(0, 0, 4)) - slices([20], tilt: 12.5)[0].position).length < 1e-9)
    }

    @Test func `missing slices leave a gap and not a shorter patient`() throws {
        let stack = try SliceStack(slices([0, 2, 4, 10, 12, 14]))
        #expect(stack.notices == [.missingSlices(count: 2)])
        #expect(stack.geometry.places == [0, 2, 4, 10, 12, 14])
    }

    @Test func `uneven slices keep their places`() throws {
        let stack = try SliceStack(slices([0, 1.6, 4.8, 6.4, 7.5]))
        guard case .unevenSpacing(let least, let greatest)? = stack.notices.first else {
            Issue.record("no uneven spacing was noticed: \(stack.notices)")
            return
        }
        #expect(abs(least - 1.1) < 1e-9 && abs(greatest - 3.2) < 1e-9)
        #expect(stack.geometry.places == [0, 1.6, 4.8, 6.4, 7.5])
    }

    @Test func `of slices in one place the first is taken`() throws {
        let stack = try SliceStack(slices([0, 3, 6, 0, 3, 6]))
        #expect(stack.notices == [.duplicates(leftOut: 3)])
        #expect(stack.order == [0, 1, 2])
    }

    @Test func `a scout among axial slices is left out`() throws {
        var mixed = slices([0, 3, 6, 9])
        mixed.insert(mixed[0], at: 1)
        mixed[1].down = PatientVector(0, 0, -1)
        let stack = try SliceStack(mixed)
        #expect(stack.notices == [.severalOrientations(leftOut: 1)])
        #expect(stack.order == [0, 2, 3, 4])
    }

    @Test func `the most frequent size is taken`() throws {
        let stack = try SliceStack(slices([0, 3, 6]) + slices([9], columns: 32))
        #expect(stack.notices == [.mixedSizes(leftOut: 1)])
    }

    @Test func `what cannot be piled is refused by name`() {
        #expect(throws: SliceStack.Failure.tooFewSlices(1)) { try SliceStack(slices([5])) }
        #expect(throws: SliceStack.Failure.tooFewSlices(1)) { try SliceStack(slices([5, 5])) }
        #expect(throws: SliceStack.Failure.mixedSizes) { try SliceStack(slices([0]) + slices([3], columns: 32)) }
        #expect(throws: SliceStack.Failure.mixedOrientations) {
            var two = slices([0, 3])
            two[1].down = PatientVector(0, 0, -1)
            _ = try SliceStack(two)
        }
        #expect(throws: SliceStack.Failure.noGeometry) {
            var two = slices([0, 3])
            two[0].columnSpacing = 0
            _ = try SliceStack(two)
        }
    }
}
