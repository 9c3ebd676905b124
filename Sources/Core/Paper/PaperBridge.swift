internal import CPaper

/// The marks of a drawing as CPaper takes them. What C is given lives until the call is over.

extension cpaper_color {
    init(_ color: Color) {
        self.init(
            red: Double(color.red) / 255, green: Double(color.green) / 255, blue: Double(color.blue) / 255,
            alpha: Double(color.alpha) / 255)
    }
}

extension cpaper_options {
    init(_ format: Paper.Format) {
        self.init()
        switch format {
        case .pdf: kind = CPAPER_PDF
        case .svg: kind = CPAPER_SVG
        case .png(let dpi): (kind, resolution) = (CPAPER_PNG, dpi)
        case .jpeg(let dpi, let quality): (kind, resolution, self.quality) = (CPAPER_JPEG, dpi, Int32(clamping: quality))
        }
    }
}

func withOptionalCString<Result>(_ text: String?, _ body: (UnsafePointer<CChar>?) -> Result) -> Result {
    guard let text else { return body(nil) }
    return text.withCString(body)
}

/// `Point` is two doubles side by side: an array of them is what C calls pairs.
func withNumbers(of points: [Point], _ body: (UnsafePointer<Double>?) -> Void) {
    points.withUnsafeBytes { body($0.baseAddress?.assumingMemoryBound(to: Double.self)) }
}

func withStrokeOfC<Result>(_ stroke: Stroke, _ body: (UnsafePointer<cpaper_stroke>) -> Result) -> Result {
    stroke.dash.withUnsafeBufferPointer { dash in
        var ofC = cpaper_stroke(
            width: stroke.width, color: cpaper_color(stroke.color), cap: stroke.isRound ? CPAPER_ROUND : CPAPER_BUTT,
            dash: dash.baseAddress, dash_count: dash.count)
        return body(&ofC)
    }
}

func withPaintOfC(
    _ fill: Color?, _ stroke: Stroke?, _ body: (UnsafePointer<cpaper_color>?, UnsafePointer<cpaper_stroke>?) -> Void
) {
    func withFill(_ stroke: UnsafePointer<cpaper_stroke>?) {
        guard let fill else { return body(nil, stroke) }
        withUnsafePointer(to: cpaper_color(fill)) { body($0, stroke) }
    }
    guard let stroke else { return withFill(nil) }
    withStrokeOfC(stroke) { withFill($0) }
}

func withTextOfC<Result>(_ text: Text, _ body: (UnsafePointer<cpaper_text>) -> Result) -> Result {
    var string = text.text
    return string.withUTF8 { bytes in
        bytes.withMemoryRebound(to: CChar.self) { characters in
            var ofC = cpaper_text()
            (ofC.text, ofC.length) = (characters.baseAddress, characters.count)
            ofC.family = cpaper_family(text.font.family)
            (ofC.size, ofC.weight, ofC.is_italic) = (text.font.size, Int32(clamping: text.font.weight), text.font.isItalic)
            (ofC.x, ofC.y, ofC.width) = (text.at.x, text.at.y, text.width ?? 0)
            ofC.alignment = cpaper_alignment(text.alignment)
            ofC.anchor = cpaper_anchor(text.anchor)
            (ofC.line_limit, ofC.rotation) = (Int32(clamping: text.lineLimit ?? 0), text.rotation)
            ofC.color = cpaper_color(text.color)
            return body(&ofC)
        }
    }
}

extension cpaper_family {
    init(_ family: Font.Family) {
        self = switch family {
        case .sans: CPAPER_SANS
        case .serif: CPAPER_SERIF
        case .mono: CPAPER_MONO
        }
    }
}

extension cpaper_alignment {
    init(_ alignment: Text.Alignment) {
        self = switch alignment {
        case .left: CPAPER_LEFT
        case .center: CPAPER_CENTRE
        case .right: CPAPER_RIGHT
        }
    }
}

extension cpaper_anchor {
    init(_ anchor: Text.Anchor) {
        self = switch anchor {
        case .top: CPAPER_TOP
        case .baseline: CPAPER_BASELINE
        case .middle: CPAPER_MIDDLE
        case .bottom: CPAPER_BOTTOM
        }
    }
}

func withPictureOfC<Result>(_ picture: Picture, _ body: (UnsafePointer<cpaper_picture>) -> Result) -> Result {
    let (format, bytes, width, height) = switch picture.content {
    case .rgba(let bytes, let width, let height): (CPAPER_RGBA, bytes, width, height)
    case .jpeg(let bytes): (CPAPER_JPEG_FILE, bytes, 0, 0)
    case .png(let bytes): (CPAPER_PNG_FILE, bytes, 0, 0)
    }
    return bytes.withUnsafeBufferPointer { data in
        var ofC = cpaper_picture(
            format: format, data: data.baseAddress, length: data.count, width: UInt32(clamping: width),
            height: UInt32(clamping: height), is_sharp: picture.isSharp)
        return body(&ofC)
    }
}

func withCodeOfC<Result>(_ code: Code, _ body: (UnsafePointer<cpaper_code>) -> Result) -> Result {
    var text = code.text
    return text.withUTF8 { bytes in
        bytes.withMemoryRebound(to: CChar.self) { characters in
            var ofC = cpaper_code(kind: cpaper_code_kind(code.kind), text: characters.baseAddress, length: characters.count)
            return body(&ofC)
        }
    }
}

extension cpaper_code_kind {
    init(_ kind: Code.Kind) {
        self = switch kind {
        case .code128: CPAPER_CODE_128
        case .gs1: CPAPER_GS1_128
        case .code39: CPAPER_CODE_39
        case .ean: CPAPER_EAN
        case .dataMatrix: CPAPER_DATA_MATRIX
        case .qr: CPAPER_QR
        }
    }
}
