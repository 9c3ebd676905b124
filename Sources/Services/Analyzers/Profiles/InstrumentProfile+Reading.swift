extension InstrumentProfile {
    /// Applies the profile to every result: analyte, LOINC, unit, what the flags mean, and what must be held.
    func applied(to message: AnalyzerMessage, _ analytes: AnalyteCatalogue) -> AnalyzerMessage {
        var applied = message
        let ignored = Set(ignoredCodes ?? [])
        applied.results = message.results.compactMap { result in
            if ignored.contains(result.code) || (takesOnlyKnownCodes == true && codes[result.code] == nil) { return nil }
            var read = result
            read.reading = reading(of: result, analytes)
            return read
        }
        if kind(isControl: message.sample), message.kind == .result { applied.kind = .qc }
        return applied
    }

    private func kind(isControl sample: String) -> Bool {
        (self.sample?.controlPrefixes ?? []).contains { sample.uppercased().hasPrefix($0.uppercased()) }
    }

    private func reading(of result: AnalyzerResult, _ analytes: AnalyteCatalogue) -> ResultReading {
        var reading = ResultReading()
        reading.meaning = result.flags.compactMap { flags?[$0] }
        let code = codes[result.code]
        let analyte = code.flatMap { analytes[$0.analyte] }
        reading.analyte = analyte?.code
        reading.loinc = analyte?.loinc
        guard let analyte else {
            reading.hold = .unknownCode
            return reading
        }
        guard !isUnmeasured(result.value) else {
            reading.hold = .unmeasured
            return reading
        }
        let unit = result.unit.isEmpty ? code?.impliedUnit ?? "" : result.unit
        guard let value = analyte.converted(result.value, from: unit) else {
            reading.hold = .unknownUnit
            return reading
        }
        reading.value = value
        reading.unit = analyte.unit
        return reading
    }

    /// `***.**`, `.***` and `-----` stand for what could not be measured; so does nothing at all.
    private func isUnmeasured(_ value: String) -> Bool {
        value.isEmpty || value.allSatisfy { "*-.+ ".contains($0) } || (unmeasured ?? []).contains(value)
    }
}
