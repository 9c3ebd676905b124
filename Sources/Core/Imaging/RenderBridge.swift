internal import CRender

/// Room for the sentence of a failing call.
struct RenderMessage {
    var text = [CChar](repeating: 0, count: Int(CRENDER_MESSAGE_SIZE))
}

extension ImagingError {
    /// A status of CRender (crender_status.h) and the sentence that came with it.
    init(_ status: Int32, _ message: RenderMessage) {
        let code: Code = switch status {
        case CRENDER_BAD_ARGUMENT.rawValue: .badArgument
        case CRENDER_UNSUPPORTED.rawValue: .unsupported
        case CRENDER_TOO_LARGE.rawValue: .tooLarge
        default: .internal
        }
        let text = message.text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        self.init(code, String(decoding: text, as: UTF8.self))
    }
}

/// Copies of tables and overlays, where C finds them until the call is over.
final class CallMemory {
    private var blocks: [UnsafeMutableRawBufferPointer] = []

    deinit { blocks.forEach { $0.deallocate() } }

    func copy<Element: BitwiseCopyable>(_ elements: [Element]) -> UnsafeMutableBufferPointer<Element> {
        let block = UnsafeMutableRawBufferPointer.allocate(
            byteCount: max(elements.count, 1) * MemoryLayout<Element>.stride, alignment: MemoryLayout<Element>.alignment)
        blocks.append(block)
        let copy = block.bindMemory(to: Element.self)
        _ = copy.update(fromContentsOf: elements)
        return UnsafeMutableBufferPointer(start: copy.baseAddress, count: elements.count)
    }
}

/// A number for C, or the reason why it cannot be one.
private func narrowed<Number: FixedWidthInteger>(_ value: Int, _ name: String) throws(ImagingError) -> Number {
    guard let number = Number(exactly: value) else { throw ImagingError(.badArgument, "\(name) cannot be \(value)") }
    return number
}

extension crender_source {
    init(_ pixels: UnsafeRawBufferPointer, _ format: PixelFormat, samples: SampleKind, bitOffset: Int) throws(ImagingError) {
        self.init(
            pixels: pixels.baseAddress, length: pixels.count, rows: try narrowed(format.rows, "Rows"),
            columns: try narrowed(format.columns, "Columns"), samples: try narrowed(format.samplesPerPixel, "Samples per Pixel"),
            bits_allocated: try narrowed(format.bitsAllocated, "Bits Allocated"),
            bits_stored: try narrowed(format.bitsStored, "Bits Stored"), high_bit: try narrowed(format.highBit, "High Bit"),
            is_signed: format.isSigned, is_planar: format.isPlanar, kind: crender_sample_kind(samples),
            photometric: try crender_photometric(format), bit_offset: try narrowed(bitOffset, "a bit offset"))
    }
}

extension crender_sample_kind {
    init(_ samples: SampleKind) {
        self = switch samples {
        case .integer: CRENDER_INTEGER
        case .float32: CRENDER_FLOAT32
        case .float64: CRENDER_FLOAT64
        }
    }
}

extension crender_photometric {
    init(_ format: PixelFormat) throws(ImagingError) {
        switch format.photometric {
        case .monochrome1: self = CRENDER_MONOCHROME1
        case .monochrome2: self = CRENDER_MONOCHROME2
        case .paletteColor: self = CRENDER_PALETTE_COLOR
        case .rgb, .ybrICT, .ybrRCT: self = CRENDER_RGB
        case .ybrFull, .ybrFull422: self = CRENDER_YBR_FULL
        case .ybrPartial420, .ybrPartial422: self = CRENDER_YBR_PARTIAL
        case .unknown(let term):
            guard format.samplesPerPixel == 1 else {
                throw ImagingError(.unsupported, "the photometric interpretation “\(term)” cannot be shown")
            }
            self = CRENDER_MONOCHROME2
        }
    }
}

extension crender_table {
    init(_ table: LookupTable, _ memory: CallMemory) throws(ImagingError) {
        let entries = memory.copy(table.entries)
        self.init(
            entries: entries.baseAddress, length: entries.count * 2, count: try narrowed(table.entries.count, "a table's length"),
            first: try narrowed(table.first, "a table's first input"), bits: try narrowed(table.bits, "a table's bits"),
            bytes_per_entry: 2)
    }
}

extension crender_modality {
    init(_ modality: ModalityTransform, _ memory: CallMemory) throws(ImagingError) {
        switch modality {
        case .rescale(let slope, let intercept): self.init(slope: slope, intercept: intercept, table: crender_table())
        case .table(let table): self.init(slope: 1, intercept: 0, table: try crender_table(table, memory))
        }
    }
}

extension crender_voi {
    init(_ voi: VOITransform, _ memory: CallMemory) throws(ImagingError) {
        self.init()
        switch voi {
        case .linear(let center, let width): (kind, centre, self.width) = (CRENDER_VOI_LINEAR, center, width)
        case .linearExact(let center, let width): (kind, centre, self.width) = (CRENDER_VOI_LINEAR_EXACT, center, width)
        case .sigmoid(let center, let width): (kind, centre, self.width) = (CRENDER_VOI_SIGMOID, center, width)
        case .table(let table): (kind, self.table) = (CRENDER_VOI_TABLE, try crender_table(table, memory))
        case .automatic(let clip): (kind, self.clip) = (CRENDER_VOI_AUTOMATIC, clip)
        }
    }
}

extension crender_padding {
    init(_ padding: Padding?) {
        self.init(is_present: padding != nil, value: padding?.value ?? 0, limit: padding?.limit ?? 0)
    }
}

extension crender_palette {
    init(_ palette: Palette, _ memory: CallMemory) throws(ImagingError) {
        self.init(
            red: try crender_table(palette.red, memory), green: try crender_table(palette.green, memory),
            blue: try crender_table(palette.blue, memory), is_supplemental: palette.isSupplemental)
    }
}

extension crender_overlay {
    init(_ overlay: Overlay, _ memory: CallMemory) throws(ImagingError) {
        self.init()
        switch overlay.plane {
        case .packed(let packed, let bitOffset):
            let copy = memory.copy(packed)
            (bits, length) = (UnsafePointer(copy.baseAddress), copy.count)
            bit_offset = try narrowed(bitOffset, "an overlay's bit offset")
        case .inPixelCells(let bit):
            embedded_bit = try narrowed(bit, "Overlay Bit Position")
        }
        rows = try narrowed(overlay.rows, "Overlay Rows")
        columns = try narrowed(overlay.columns, "Overlay Columns")
        origin_row = try narrowed(overlay.originRow, "Overlay Origin")
        origin_column = try narrowed(overlay.originColumn, "Overlay Origin")
        (red, green, blue) = (overlay.color.red, overlay.color.green, overlay.color.blue)
    }
}

extension crender_geometry {
    init(_ geometry: RenderGeometry) throws(ImagingError) {
        self.init()
        if let crop = geometry.crop {
            (crop_x, crop_y) = (try narrowed(crop.x, "a part's left edge"), try narrowed(crop.y, "a part's top edge"))
            crop_width = try narrowed(crop.width, "a part's width")
            crop_height = try narrowed(crop.height, "a part's height")
        }
        if let viewport = geometry.viewport {
            viewport_width = try narrowed(viewport.width, "a viewport's width")
            viewport_height = try narrowed(viewport.height, "a viewport's height")
        }
        pixel_aspect = geometry.pixelAspect
        rotation = UInt32(geometry.rotation.rawValue)
        flips_horizontally = geometry.flipsHorizontally
        flips_vertically = geometry.flipsVertically
        filter = switch geometry.filter {
        case .bilinear: CRENDER_BILINEAR
        case .bicubic: CRENDER_BICUBIC
        case .nearest: CRENDER_NEAREST
        }
    }
}

extension crender_request {
    init(_ request: RenderRequest, _ memory: CallMemory) throws(ImagingError) {
        self.init()
        modality = try crender_modality(request.modality, memory)
        voi = try crender_voi(request.voi, memory)
        padding = crender_padding(request.padding)
        inverts = request.isInverted
        has_inverse_shape = request.shape == .inverse
        if let wanted = request.palette {
            palette = UnsafePointer(memory.copy([try crender_palette(wanted, memory)]).baseAddress)
        }
        var all: [crender_overlay] = []
        for overlay in request.overlays { all.append(try crender_overlay(overlay, memory)) }
        overlays = UnsafePointer(memory.copy(all).baseAddress)
        overlay_count = all.count
        geometry = try crender_geometry(request.geometry)
        bits = UInt32(request.depth.rawValue)
    }
}
