#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// The E-model (ITU-T G.107): from impairments to a transmission rating R and a mean opinion score.
///
/// `rating` is the reduced form that calls are judged by: G.107 with every default but delay, loss and codec, and of the delay
/// impairments only pure delay, as browsers cancel echo. ITU publishes no values for Opus; the ones in use are a convention.
public enum EModel {
    /// R of the defaults, rounded as G.107 does.
    public static let defaultRating = 93.2

    /// `R = 93.2 − Idd(delay) − [Ie + (95 − Ie)·P/(P + Bpl)]`, with delay and loss exactly as given.
    ///
    /// - Parameters:
    ///   - delayMilliseconds: one way, mouth to ear; below zero reads as zero.
    ///   - packetLossPercent: held within 0…100.
    ///   - equipmentImpairment: Ie of the codec.
    ///   - packetLossRobustness: Bpl of the codec; below zero reads as zero.
    /// - Returns: a finite number; what is not a number counts as zero.
    public static func rating(
        delayMilliseconds: Double, packetLossPercent: Double, equipmentImpairment: Double = 0,
        packetLossRobustness: Double
    ) -> Double {
        defaultRating - pureDelayImpairment(milliseconds: delayMilliseconds)
            - effectiveEquipmentImpairment(
                equipmentImpairment: equipmentImpairment, packetLossPercent: packetLossPercent,
                packetLossRobustness: packetLossRobustness)
    }

    /// `Idd` of G.107, 7.4: what delay alone costs, from 100 ms on.
    public static func pureDelayImpairment(milliseconds: Double) -> Double {
        let delay = held(milliseconds, 0, 3_600_000)
        guard delay > 100 else { return 0 }
        let octaves = log2(delay / 100)
        return 25 * (pow(1 + pow(octaves, 6), 1 / 6) - 3 * pow(1 + pow(octaves / 3, 6), 1 / 6) + 2)
    }

    /// `Ie,eff` of G.107, 7.5, for random loss (BurstR 1).
    static func effectiveEquipmentImpairment(
        equipmentImpairment: Double, packetLossPercent: Double, packetLossRobustness: Double
    ) -> Double {
        let impairment = held(equipmentImpairment, 0, 95)
        let loss = held(packetLossPercent, 0, 100)
        let robustness = held(packetLossRobustness, 0, 1000)
        guard loss > 0 else { return impairment }
        return impairment + (95 - impairment) * loss / (loss + robustness)
    }

    /// The mean opinion score of a rating, up to 4.5 (G.107, annex B; the cubic is kept where it dips to 0.99 near R = 3).
    public static func meanOpinionScore(rating: Double) -> Double {
        guard rating >= 0 else { return 1 }
        guard rating <= 100 else { return 4.5 }
        return 1 + 0.035 * rating + 7e-6 * rating * (rating - 60) * (100 - rating)
    }

    private static func held(_ value: Double, _ lowest: Double, _ highest: Double) -> Double {
        value.isNaN ? lowest : min(max(value, lowest), highest)
    }
}

extension EModel {
    /// All inputs of the full E-model, with the default values of G.107, table 2.
    public struct Parameters: Hashable, Sendable {
        public var sendLoudness = 8.0
        public var receiveLoudness = 2.0
        public var sidetoneMasking = 15.0
        public var listenerSidetone = 18.0
        public var sendDFactor = 3.0
        public var receiveDFactor = 3.0
        public var talkerEchoLoudness = 65.0
        public var weightedEchoPathLoss = 110.0
        /// Mean one-way delay of the echo path, T, in milliseconds.
        public var meanDelay = 0.0
        /// Round trip in the four-wire loop, Tr, in milliseconds.
        public var roundTrip = 0.0
        /// Absolute delay in echo-free connections, Ta, in milliseconds.
        public var absoluteDelay = 0.0
        public var quantisingUnits = 1.0
        public var equipmentImpairment = 0.0
        public var packetLossRobustness = 4.3
        public var packetLossPercent = 0.0
        public var circuitNoise = -70.0
        public var noiseFloor = -64.0
        public var sendRoomNoise = 35.0
        public var receiveRoomNoise = 35.0
        public var advantage = 0.0

        public init() {}
    }

    /// `R = Ro − Is − Id − Ie,eff + A` in full (G.107, clause 7); 93.2 for the defaults.
    public static func fullRating(_ inputs: Parameters = Parameters()) -> Double {
        let overallLoudness = inputs.sendLoudness + inputs.receiveLoudness
        let noise = noiseSum(inputs, overallLoudness: overallLoudness)
        let signalToNoise = 15 - 1.5 * (inputs.sendLoudness + noise)
        let sidetone = sidetoneImpairment(inputs)

        // Is: what happens at the same time as the voice.
        let excess = overallLoudness + 0.2 * (64 + noise - inputs.receiveLoudness)
        let loudness = 20 * (pow(1 + pow(excess / 8, 8), 1 / 8) - excess / 8)
        let quality = 37 - 15 * log10(inputs.quantisingUnits)
        let quantising = 1.07 + 0.258 * quality + 0.0602 * quality * quality
        let distortion =
            15
            * log10(
                1 + pow(10, (signalToNoise - 100) / 15 + 46 / 8.4 - quantising / 9) + pow(10, 46 / 30 - quantising / 40)
            )

        return signalToNoise - (loudness + sidetone + distortion)
            - delayImpairment(inputs, noise: noise, signalToNoise: signalToNoise, sidetone: sidetone)
            - effectiveEquipmentImpairment(
                equipmentImpairment: inputs.equipmentImpairment, packetLossPercent: inputs.packetLossPercent,
                packetLossRobustness: inputs.packetLossRobustness)
            + inputs.advantage
    }

    /// `No`: circuit noise, both rooms and the noise floor, in dBm0p.
    private static func noiseSum(_ inputs: Parameters, overallLoudness: Double) -> Double {
        let roomAbove = inputs.sendRoomNoise - overallLoudness - inputs.sendDFactor - 14
        let sendRoom =
            inputs.sendRoomNoise - inputs.sendLoudness - inputs.sendDFactor - 100 + 0.004 * roomAbove * roomAbove
        let effectiveRoom = inputs.receiveRoomNoise + 10 * log10(1 + pow(10, (10 - inputs.listenerSidetone) / 10))
        let receiveRoom =
            inputs.receiveLoudness - 121 + effectiveRoom + 0.008 * (effectiveRoom - 35) * (effectiveRoom - 35)
        let floor = inputs.noiseFloor + inputs.receiveLoudness
        let powers = [inputs.circuitNoise, sendRoom, receiveRoom, floor].map { pow(10, $0 / 10) }
        return 10 * log10(powers.reduce(0, +))
    }

    /// `Ist`: hearing oneself too loudly or not at all.
    private static func sidetoneImpairment(_ inputs: Parameters) -> Double {
        let masking =
            -10
            * log10(
                pow(10, -inputs.sidetoneMasking / 10)
                    + exp(-inputs.meanDelay / 4) * pow(10, -inputs.talkerEchoLoudness / 10))
        return 12 * pow(1 + pow((masking - 13) / 6, 8), 1 / 8)
            - 28 * pow(1 + pow((masking + 1) / 19.4, 35), 1 / 35)
            - 13 * pow(1 + pow((masking - 3) / 33, 13), 1 / 13) + 29
    }

    /// `Id = Idte + Idle + Idd`: talker echo, listener echo, pure delay.
    private static func delayImpairment(
        _ inputs: Parameters, noise: Double, signalToNoise: Double, sidetone: Double
    ) -> Double {
        let delay = inputs.meanDelay
        var echoLoudness =
            inputs.talkerEchoLoudness - 40 * log10((1 + delay / 10) / (1 + delay / 150)) + 6 * exp(-0.3 * delay * delay)
        if inputs.sidetoneMasking < 9 { echoLoudness += sidetone / 2 }
        let talkerGap = -1.5 * (noise - inputs.receiveLoudness) - (80 + 2.5 * (echoLoudness - 14))
        var talker = (talkerGap / 2 + (talkerGap * talkerGap / 4 + 100).squareRoot() - 1) * (1 - exp(-delay))
        if inputs.sidetoneMasking > 20 { talker = (talker * talker + sidetone * sidetone).squareRoot() }
        let listenerGap = signalToNoise - 10.5 * (inputs.weightedEchoPathLoss + 7) * pow(inputs.roundTrip + 1, -0.25)
        let listener = listenerGap / 2 + (listenerGap * listenerGap / 4 + 169).squareRoot()
        return talker + listener + pureDelayImpairment(milliseconds: inputs.absoluteDelay)
    }
}
