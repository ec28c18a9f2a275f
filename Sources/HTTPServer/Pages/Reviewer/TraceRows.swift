import ConnectionQuality
import Timekeeping
import Verification

/// The policy's table as it went through this case: every row, what it looked at, and what became of it.
struct TraceRows {
    let trace: DecisionTrace
    let voice: CaseVoice

    private var words: Words { voice.words }
    private var figures: DecisionTrace.Figures { trace.figures }

    var views: [View] {
        trace.rows.map { row in
            [
                "number": .number(row.number), "name": .text(row.name),
                "title": .text(words.of("reviewer_row", row.name)),
                "inputs": .texts(row.standing == .notReached ? [] : inputs(of: row.name)),
                "word": .text(words["reviewer_trace_\(row.standing.rawValue)"]), "tone": "info",
                "is_applied": .flag(row.standing == .applied),
            ]
        }
    }

    /// What a row's condition looks at, with the values of this case.
    private func inputs(of row: String) -> [String] {
        switch row {
        case "technical_failure": [verdict, fault]
        case "coverage_lost_to_the_line", "coverage_too_small": [coverage]
        case "disputed_line":
            [
                verdict,
                input("recommendation", words.of("reviewer_recommendation", figures.recommendation.rawValue)),
                input("looked", yesOrNo(figures.disputedLineSettled)),
            ]
        case "suspicion": [input("reported", codes(figures.suspicions)), setAside(figures.suspicionsSetAside)]
        case "engagement": [input("reported", codes(figures.engagements))]
        case "procedure": [input("reported", codes(figures.procedures))]
        case "below_minimum_dwell":
            [
                words(
                    "reviewer_input_dwell",
                    [
                        "minutes": words.duration(minutes: Int(clamping: figures.dwell.wholeSeconds / 60)),
                        "needed": words.duration(minutes: Int(clamping: figures.dwellNeeded.wholeSeconds / 60)),
                    ])
            ]
        case "identity_mismatch":
            [checks, input("identity_set_aside", yesOrNo(figures.identityMismatchSetAside))]
        case "fact_mismatch":
            [
                input("facts", String(figures.factsMismatching)),
                input("facts_set_aside", yesOrNo(figures.factMismatchSetAside)),
            ]
        case "identity_lost_to_the_line":
            [input("below_gate", String(figures.mandatoryBelowGate)), input("gaps", String(figures.gaps))]
        case "identity_without_span": [input("without_span", String(figures.mandatoryWithoutSpan))]
        case "identity_not_checked": [input("not_checked", String(figures.mandatoryNotChecked)), checks]
        case "all_match": [checks]
        default: []
        }
    }

    private func input(_ key: String, _ value: String) -> String {
        words("reviewer_input_\(key)", ["value": value])
    }

    private var verdict: String {
        input("verdict", words.of("reviewer_verdict", figures.verdict.rawValue))
    }

    private var fault: String { input("fault", words.of("reviewer_fault", figures.faultParty.rawValue)) }

    private var coverage: String {
        words(
            "reviewer_input_coverage",
            [
                "above": String(figures.itemsAboveGate), "drawn": String(figures.itemsDrawn),
                "below": String(figures.itemsBelowGate), "void": String(figures.itemsVoid),
                "needed": String(figures.coverageNeededPercent),
            ])
    }

    private var checks: String {
        words(
            "reviewer_input_checks",
            [
                "mandatory": String(figures.mandatory), "match": String(figures.mandatoryMatching),
                "mismatch": String(figures.mandatoryMismatching),
            ])
    }

    private func setAside(_ codes: [ReasonCode]) -> String { input("set_aside", self.codes(codes)) }

    private func codes(_ codes: [ReasonCode]) -> String {
        codes.isEmpty ? words["reviewer_none"] : codes.map(voice.reason).joined(separator: "; ")
    }

    private func yesOrNo(_ flag: Bool) -> String { words[flag ? "reviewer_yes" : "reviewer_no"] }
}
