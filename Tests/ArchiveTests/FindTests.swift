import Archive
import DICOM
import Testing

@Suite struct FindTests {
    /// Three patients, one study each.
    private func fill(_ archive: Archive) throws {
        let people = [("Zhang^San=张^三", "20260501", "CT"), ("Müller^Jürgen", "20260601", "MR"), ("Li^Si=李^四", "20260615", "CR")]
        for (number, (name, date, modality)) in people.enumerated() {
            try archive.store(
                SampleImage(
                    study: "2.25.\(number + 1)", series: "2.25.\(number + 1).1", instance: "2.25.\(number + 1).1.1", name: name,
                    patientID: "P\(number + 1)", accession: "A10\(number)", date: date, modality: modality))
        }
    }

    @Test(arguments: [
        ("ZHANG*", 1), ("zhang^san", 1), ("Zhang^S?n", 1), ("*张*", 1), ("张^三", 1), ("zhangsan", 1), ("zs", 1), ("muller^jurgen", 1),
        ("MÜLLER*", 1), ("Zhang", 0), ("*i*", 1), ("*", 3), ("nobody*", 0), ("=张^三", 1),
    ])
    func `names match in each form`(pattern: String, count: Int) throws {
        try withArchive { archive, _ in
            try fill(archive)
            var query = Query(level: .study)
            query.keys[.patientName] = Match(pattern, vr: .PN)
            #expect(try archive.find(query).count == count)
        }
    }

    @Test(arguments: [("张", "Zhang"), ("zhangs", "Zhang"), ("san", "Zhang"), ("ls", "Li"), ("P2", "Müller"), ("A102", "Li")])
    func `one box finds by name, sound, initials, identifier and accession`(text: String, name: String) throws {
        try withArchive { archive, _ in
            try fill(archive)
            let found = try archive.names(Query(level: .study, search: text))
            #expect(found.count == 1 && found.first?.hasPrefix(name) == true)
        }
    }

    @Test(arguments: [("20260501", 1), ("20260501-20260601", 2), ("-20260601", 2), ("20260602-", 1), ("2026.05.01", 1), ("19000101-19991231", 0)])
    func `dates match by range`(text: String, count: Int) throws {
        try withArchive { archive, _ in
            try fill(archive)
            var query = Query(level: .study)
            query.keys[.studyDate] = Match(text, vr: .DA)
            #expect(try archive.find(query).count == count)
        }
    }

    @Test func `paging shows each study once, and the count does not change`() throws {
        try withArchive { archive, _ in
            try fill(archive)
            let pages = try (0..<3).map { try archive.names(Query(level: .study, limit: 1, offset: $0)) }
            #expect(Set(pages.flatMap(\.self)).count == 3)
            #expect(try archive.count(Query(level: .study, limit: 1)) == 3)
        }
    }

    @Test func `an attribute that the index does not hold is matched in the objects`() throws {
        try withArchive { archive, _ in
            try fill(archive)
            var query = Query(level: .instance)
            query.keys[.bitsStored] = .values(["12"])
            #expect(try archive.find(query).count == 3)
            query.keys[.bitsStored] = .values(["13"])
            #expect(try archive.find(query).isEmpty)
            #expect(try archive.count(query) == nil)
        }
    }

    @Test func `names whose bytes hold delimiters in GB18030 are whole`() throws {
        try withArchive { archive, _ in
            var set = SampleImage(name: "X").dataSet
            set = DataSet(characterSet: .gb18030)
            for element in SampleImage(name: "X").dataSet where element.tag != .patientName && element.tag != .specificCharacterSet { set.set(element) }
            set.set(.patientName, "Cheng^Gan=乗^乛")
            try archive.store(try set.encode(transferSyntax: .explicitVRLittleEndian))
            #expect(try archive.names(Query(level: .study)) == ["Cheng^Gan=乗^乛"])
        }
    }
}
