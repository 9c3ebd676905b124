import Imaging

/// How a picture of a frame is wanted. What is not said, the object decides.
public struct RenderOptions: Sendable, Hashable {
    /// A window in place of the object's own.
    public var voi: VOITransform?
    /// Which of the object's VOI LUTs and windows, LUTs first; past the last, the first.
    public var presetIndex: Int
    public var isInverted: Bool
    public var showsOverlays: Bool
    public var crop: RenderGeometry.Crop?
    public var viewport: RenderGeometry.Viewport?
    public var flipsHorizontally: Bool
    public var flipsVertically: Bool
    public var depth: RenderRequest.Depth

    public init(
        voi: VOITransform? = nil, presetIndex: Int = 0, isInverted: Bool = false, showsOverlays: Bool = true,
        crop: RenderGeometry.Crop? = nil, viewport: RenderGeometry.Viewport? = nil, flipsHorizontally: Bool = false,
        flipsVertically: Bool = false, depth: RenderRequest.Depth = .eight
    ) {
        self.voi = voi
        self.presetIndex = presetIndex
        self.isInverted = isInverted
        self.showsOverlays = showsOverlays
        self.crop = crop
        self.viewport = viewport
        self.flipsHorizontally = flipsHorizontally
        self.flipsVertically = flipsVertically
        self.depth = depth
    }
}
