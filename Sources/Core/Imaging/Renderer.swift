internal import CRender

/// Frames into pictures, in the order of PS3.4 N.2: stored bits, modality, values of interest, inversion, padding, overlays,
/// geometry. Pure functions that block for as long as they compute; render frames of a series in parallel tasks.
public enum Renderer {
    /// Renders one decoded frame. A photometric interpretation without a name here is shown as MONOCHROME2 when it has one sample.
    /// - Throws: `.badArgument` when format, pixels and request contradict each other, `.unsupported` for what has no picture here,
    ///   `.tooLarge` beyond 1 GiB.
    public static func render(
        _ pixels: UnsafeRawBufferPointer, format: PixelFormat, request: RenderRequest = RenderRequest()
    ) throws(ImagingError) -> Picture {
        let memory = CallMemory()
        var source = try crender_source(pixels, format, samples: request.samples, bitOffset: request.bitOffset)
        var wanted = try crender_request(request, memory)
        var picture = crender_picture()
        var message = RenderMessage()
        let status = withExtendedLifetime(memory) { crender_render(&source, &wanted, &picture, &message.text) }
        if status != 0 { throw ImagingError(status, message) }
        return Picture(picture)
    }

    /// Renders one decoded frame from an array.
    public static func render(
        _ pixels: [UInt8], format: PixelFormat, request: RenderRequest = RenderRequest()
    ) throws(ImagingError) -> Picture {
        try pixels.withUnsafeBufferPointer { bytes throws(ImagingError) in
            try render(UnsafeRawBufferPointer(bytes), format: format, request: request)
        }
    }
}
