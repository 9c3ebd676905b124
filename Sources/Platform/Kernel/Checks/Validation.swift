extension EntityShape {
    /// Everything that is wrong with a row, field by field in the order of the form. Required fields that a later step asks for
    /// count only when that step is taken.
    /// - Parameter inputs: what the step at hand asks for; it must be there even where the field is optional.
    public func objections(to row: Row, asking inputs: Set<String> = []) -> [Objection] {
        let later = stepFields.subtracting(inputs)
        var found: [Objection] = []
        for field in fields where field.spec.kind.isStored && field.spec.isWritten {
            let isAsked = inputs.contains(field.name) || (field.spec.isRequired && !later.contains(field.name))
            if let text = field.spec.objection(to: row[field.name], isAsked: isAsked) {
                found.append(Objection(Phrase("\(field.label)：\(text.chinese)", "\(field.englishLabel): \(text.english)"), field: field.name))
            }
        }
        for rule in rules where !rule.holds(for: row) { found.append(Objection(rule.text, field: rule.field)) }
        return found
    }
}

extension FieldSpec {
    /// What is wrong with a value, in words that stand beside the field; nil where nothing is.
    public func objection(to value: Value, isAsked: Bool) -> Phrase? {
        if value.isBlank { return isAsked ? Phrase("必填", "is required") : nil }
        switch (kind, value) {
        case (.text(let max), .text(let text)), (.longText(let max), .text(let text)):
            if text.count > max { return Phrase("最多 \(max) 个字", "at most \(max) characters") }
            return textObjection(text)
        case (.integer(let range), .integer(let number)):
            return range.contains(Int(number)) ? nil : Phrase("应在 \(range.lowerBound) 至 \(range.upperBound) 之间", "must lie between \(range.lowerBound) and \(range.upperBound)")
        case (.decimal(let digits, let range), .integer(let scaled)):
            let number = Figure(scaled: scaled, digits: digits).double
            return range.contains(number) ? nil : Phrase("应在 \(range.lowerBound) 至 \(range.upperBound) 之间", "must lie between \(range.lowerBound) and \(range.upperBound)")
        case (.choice(let options), .text(let code)), (.state(let options), .text(let code)):
            return options.contains { $0.code == code } ? nil : Phrase("不在可选范围内", "is not one of the choices")
        case (.date, .text(let text)): return Day(text) == nil ? Phrase("不是日期", "is not a date") : nil
        case (.flag, .integer(let number)): return (0...1).contains(number) ? nil : Phrase("应为是或否", "must be yes or no")
        case (.reference, .integer(let id)): return id > 0 ? nil : Phrase("未选择", "is not chosen")
        case (.money, .integer), (.time, .integer), (.serial, .text), (.computed, _): return nil
        default: return Phrase("格式不正确", "has the wrong form")
        }
    }

    /// Control characters never belong into what people read; `\t` and line ends only into long text.
    private func textObjection(_ text: String) -> Phrase? {
        let isLong = if case .longText = kind { true } else { false }
        let isClean = text.unicodeScalars.allSatisfy { $0.value >= 32 && $0.value != 127 || isLong && [9, 10, 13].contains($0.value) }
        if !isClean { return Phrase("含有不可见字符", "holds invisible characters") }
        if let format, !format.accepts(text) { return format.objection }
        return nil
    }
}

extension Format {
    var objection: Phrase {
        switch self {
        case .citizenID: Phrase("身份证号不正确", "is not a citizen's identity number")
        case .phone: Phrase("电话号码不正确", "is not a telephone number")
        case .code: Phrase("只能用字母、数字、点、横线和下划线", "takes letters, digits, dot, dash and underscore only")
        }
    }
}
