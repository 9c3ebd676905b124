public import Paper

extension Graphic {
    /// The graphic as a page: what screen, report and label all show.
    public func drawing(style: PlotStyle = PlotStyle()) throws(HematologyError) -> Drawing {
        switch self {
        case .histogram(let histogram): try HistogramPlot([histogram], style: style).drawing
        case .scattergram(let scattergram): try ScattergramPlot(scattergram, style: style).drawing
        case .image(let image): image.drawing(style: style)
        }
    }
}

extension GraphicImage {
    /// The instrument's own picture, as large as fits and undistorted.
    public func drawing(style: PlotStyle = PlotStyle()) -> Drawing {
        let scale = min(style.size.width / Double(width), style.size.height / Double(height))
        let area = Rectangle(
            x: (style.size.width - Double(width) * scale) / 2, y: (style.size.height - Double(height) * scale) / 2,
            width: Double(width) * scale, height: Double(height) * scale)
        var drawing = Drawing(style.size)
        drawing.rectangle(style.size.area, fill: style.palette.background)
        switch format {
        case .png(let file): drawing.picture(Picture(.png(file)), in: area)
        case .rgba(let pixels): drawing.picture(Picture(.rgba(pixels, width: width, height: height)), in: area)
        }
        return drawing
    }
}
