import ReeveDomain
import SeededRandom
import Testing

@Suite struct InstantTests {
    /// Every 37th day of the years 1 to 9999, counted on a calendar that is kept by hand.
    @Test func everyDay() {
        var (year, month, day) = (1, 1, 1)
        var count: Int64 = Instant.earliest.milliseconds / 86_400_000
        func padded(_ number: Int, _ width: Int) -> String {
            String(repeating: "0", count: width - "\(number)".count) + "\(number)"
        }
        var step = 0
        while year < 10_000 {
            if step % 37 == 0 || (month == 2 && day >= 28 && step % 3 == 0) {
                let text = "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
                let instant = Instant(date: text)
                if instant?.milliseconds != count * 86_400_000 || instant?.dateText != text
                    || instant?.isMidnight != true
                {
                    Issue.record("\(text) is read as \(instant?.text ?? "nothing")")
                }
            }
            step += 1
            count += 1
            day += 1
            let isLeap = year % 400 == 0 || (year % 4 == 0 && year % 100 != 0)
            let length = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
            if day > length { (month, day) = (month + 1, 1) }
            if month > 12 { (year, month) = (year + 1, 1) }
        }
        #expect(count * 86_400_000 - 1 == Instant.latest.milliseconds)
        #expect(step == 3_652_059)
    }

    @Test func textsReadBack() {
        var random = SeededRandom(seed: 3)
        let span = UInt64(Instant.latest.milliseconds - Instant.earliest.milliseconds)
        for index in 0..<4000 {
            let offset = Int64(random.next() % span)
            let fine = Instant(milliseconds: Instant.earliest.milliseconds + offset)
            let instant = index % 2 == 0 ? fine : Instant(milliseconds: fine.milliseconds - fine.milliseconds % 1000)
            #expect(Instant(instant: instant.text) == instant, "\(instant.text)")
        }
        for instant in [Instant.earliest, .latest, Instant(milliseconds: -1), Instant(milliseconds: 0)] {
            #expect(Instant(instant: instant.text) == instant, "\(instant.text)")
        }
    }

    @Test(arguments: [
        ("2026-12-31T18:00:00Z", "2026-12-31T18:00:00Z"), ("2026-12-31T18:00Z", "2026-12-31T18:00:00Z"),
        ("2026-12-31T18:00:00+02:00", "2026-12-31T16:00:00Z"), ("2026-12-31T23:30:00-01:00", "2027-01-01T00:30:00Z"),
        ("2026-12-31T18:00:00.5Z", "2026-12-31T18:00:00.500Z"), ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"),
        ("2024-02-29T00:00:00Z", "2024-02-29T00:00:00Z"),
    ]) func reads(text: String, as wanted: String) {
        #expect(Instant(instant: text)?.text == wanted)
    }

    @Test(arguments: [
        "2026-12-31", "2026-12-31T24:00:00Z", "2026-12-31T18:60:00Z", "2026-12-31T18:00:60Z", "2026-12-31T18:00:00",
        "2026-13-01T00:00:00Z", "2026-02-29T00:00:00Z", "0000-01-01T00:00:00Z", "0001-01-01T00:00:00+00:01",
        "9999-12-31T23:59:59-00:01", "2026-12-31T18:00:00.Z", "2026-12-31T18:00:00ZZ", "2026-12-31 18:00:00Z",
        "2026-12-31T18:00:00+2:00", "", "T", "2026-12-31T1:00:00Z", "2026-12-31T18:00:00*02:00", "２026-12-31T18:00Z",
    ]) func refuses(text: String) {
        #expect(Instant(instant: text) == nil)
    }

    @Test func dates() {
        for text in [
            "2026-02-30", "2026-2-3", "0000-01-01", "10000-01-01", "2100-02-29", "2026/01/01", "", "2026-00-10",
            "2026-01-00",
        ] {
            #expect(Instant(date: text) == nil, "\(text)")
        }
        #expect(Instant(date: "2000-02-29")?.dateText == "2000-02-29")
        #expect(Instant.latest.adding(milliseconds: 1) == nil && Instant.earliest.adding(milliseconds: -1) == nil)
        #expect(Instant.latest.adding(milliseconds: .max) == nil)
        #expect(Instant.earliest.adding(milliseconds: 0) == .earliest)
    }

    /// Half open: at `until` a grant no longer counts.
    @Test func terms() {
        let (from, until) = (Instant(milliseconds: 10), Instant(milliseconds: 20))
        let term = Term(from: from, until: until)
        for (at, isLive) in [(9, false), (10, true), (19, true), (20, false)] as [(Int64, Bool)] {
            #expect(term.isLive(at: Instant(milliseconds: at)) == isLive)
            #expect(term.hasEnded(at: Instant(milliseconds: at)) == (at >= 20))
        }
        #expect(Term.always.isLive(at: .earliest) && !Term.always.hasEnded(at: .latest))
    }
}
