internal import CPaper

/// Owns a sheet of CPaper while a drawing goes onto it.
final class Sheet {
    private let handle: OpaquePointer
    private var message = PaperMessage()

    init(_ format: Paper.Format, _ description: Paper.Description) throws(PaperError) {
        var opened: OpaquePointer?
        var message = PaperMessage()
        let status = withOptionalCString(description.title) { title in
            withOptionalCString(description.author) { author in
                withOptionalCString(description.created) { created in
                    var options = cpaper_options(format)
                    (options.title, options.author, options.created) = (title, author, created)
                    return cpaper_open(&options, &opened, &message.text)
                }
            }
        }
        try message.check(status)
        guard let opened else { throw PaperError(.internal, "no sheet") }
        handle = opened
    }

    deinit { cpaper_close(handle) }

    func begin(_ size: PageSize) throws(PaperError) {
        let status = cpaper_page(handle, size.width, size.height, &message.text)
        try message.check(status)
    }

    func finish() throws(PaperError) -> [UInt8] {
        var file = cpaper_file()
        let status = cpaper_finish(handle, &file, &message.text)
        try message.check(status)
        defer { cpaper_release(&file) }
        return Array(UnsafeBufferPointer(start: file.data, count: file.length))
    }

    func draw(_ marks: [Mark]) throws(PaperError) {
        for mark in marks { try draw(mark) }
    }

    private func draw(_ mark: Mark) throws(PaperError) {
        switch mark {
        case .polyline(let points, let stroke):
            withStrokeOfC(stroke) { stroke in withNumbers(of: points) { cpaper_polyline(handle, $0, points.count, stroke) } }
        case .segments(let points, let stroke):
            withStrokeOfC(stroke) { stroke in withNumbers(of: points) { cpaper_segments(handle, $0, points.count, stroke) } }
        case .polygon(let points, let fill, let stroke):
            withPaintOfC(fill, stroke) { fill, stroke in
                withNumbers(of: points) { cpaper_polygon(handle, $0, points.count, fill, stroke) }
            }
        case .rectangle(let area, let radius, let fill, let stroke):
            withPaintOfC(fill, stroke) { cpaper_rectangle(handle, area.x, area.y, area.width, area.height, radius, $0, $1) }
        case .ellipse(let area, let fill, let stroke):
            withPaintOfC(fill, stroke) { cpaper_ellipse(handle, area.x, area.y, area.width, area.height, $0, $1) }
        case .text(let text):
            withTextOfC(text) { cpaper_draw_text(handle, $0) }
        case .picture(let picture, let area):
            try draw(picture, in: area)
        case .code(let code, let area, let color):
            try draw(code, in: area, color)
        case .group(let group):
            try draw(group)
        }
    }

    private func draw(_ picture: Picture, in area: Rectangle) throws(PaperError) {
        let status = withPictureOfC(picture) { picture in
            cpaper_draw_picture(handle, picture, area.x, area.y, area.width, area.height, &message.text)
        }
        try message.check(status)
    }

    private func draw(_ code: Code, in area: Rectangle, _ color: Color) throws(PaperError) {
        var color = cpaper_color(color)
        let status = withCodeOfC(code) { code in
            cpaper_draw_code(handle, code, area.x, area.y, area.width, area.height, &color, &message.text)
        }
        try message.check(status)
    }

    private func draw(_ group: Mark.Group) throws(PaperError) {
        cpaper_save(handle, group.origin.x, group.origin.y, group.scale, group.rotation)
        if let clip = group.clip { cpaper_clip(handle, clip.x, clip.y, clip.width, clip.height) }
        try draw(group.marks)
        cpaper_restore(handle)
    }
}
