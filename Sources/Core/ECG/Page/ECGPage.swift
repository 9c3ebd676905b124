public import Paper

/// One page of an electrocardiogram as it is drawn: wave, grid, calibration pulses and words in true millimetres.
public struct ECGPage: Sendable {
    public var leads: LeadSet
    public var geometry: PageGeometry
    public var caption: PageCaption
    public var colors: PageColors

    public init(leads: LeadSet, geometry: PageGeometry, caption: PageCaption, colors: PageColors = .paper) {
        self.leads = leads
        self.geometry = geometry
        self.caption = caption
        self.colors = colors
    }

    public var drawing: Drawing {
        var drawing = Drawing(geometry.size)
        ruleGrid(on: &drawing)
        drawing.clipped(to: geometry.grid) { inside in
            for cell in geometry.cells { draw(cell, on: &inside) }
        }
        setHeader(on: &drawing)
        setFooter(on: &drawing)
        return drawing
    }
}

/// What a page is drawn in.
public struct PageColors: Sendable, Hashable {
    public var ground: Color
    public var millimetre: Color
    public var fiveMillimetres: Color
    public var trace: Color
    public var text: Color
    public var quiet: Color
    public var accent: Color

    /// Paper as recorders use it.
    public static let paper = PageColors(
        ground: Color(0xfffaf8), millimetre: Color(0xf9d9d6), fiveMillimetres: Color(0xeda49d), trace: Color(0x101418),
        text: Color(0x1c2429), quiet: Color(0x57646c), accent: Color(0xb42318))
    /// For printers without colour.
    public static let grey = PageColors(
        ground: .white, millimetre: Color(0xe4e4e4), fiveMillimetres: Color(0xb4b4b4), trace: .black, text: .black,
        quiet: Color(0x505050), accent: .black)
}
