/// Whatever an analyzer sends to be looked at.
public enum Graphic: Sendable, Hashable {
    case histogram(Histogram)
    case scattergram(Scattergram)
    case image(GraphicImage)

    public var name: String {
        switch self {
        case .histogram(let histogram): histogram.name
        case .scattergram(let scattergram): scattergram.name
        case .image(let image): image.name
        }
    }
}
