// swift-tools-version: 6.2
import PackageDescription

/// One set of rules for every target: Swift 6 mode, the upcoming features that make existentials, imports and isolation
/// explicit, and no warning left standing.
let commonSettings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .treatAllWarnings(as: .error),
]

let package = Package(
    name: "candor",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "candor", targets: ["candor"]),
        .library(name: "OutcomeVerifier", targets: ["OutcomeVerifier"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // The executable: commands and the composition root, nothing else.
        .executableTarget(
            name: "candor",
            dependencies: [
                "Care", "ConnectionQuality", "Delivery", "HTTPServer", "OutcomeVerifier", "Scheduling", "Settings",
                "SignedOutcomes", "Storage", "StrictJSON", "Timekeeping", "Verification", "Workflow",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            swiftSettings: commonSettings
        ),

        // The imperative shell.
        .target(
            name: "HTTPServer",
            dependencies: [
                "ConnectionQuality", "OutcomeVerifier", "Scheduling", "SignedOutcomes", "StrictJSON", "Timekeeping",
                "Verification", "Workflow",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Mustache", package: "swift-mustache"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
            ],
            resources: [.embedInCode("Resources/openapi.yaml")],
            swiftSettings: commonSettings
        ),
        .target(
            name: "Delivery",
            dependencies: [
                "Timekeeping", "Verification", "Workflow",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: commonSettings
        ),
        .target(
            name: "Storage",
            dependencies: [
                "ConnectionQuality", "Scheduling", "SignedOutcomes", "Timekeeping", "Verification", "Workflow",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ],
            swiftSettings: commonSettings
        ),
        .target(
            name: "Care",
            dependencies: [
                "OutcomeVerifier", "Scheduling", "SignedOutcomes", "Storage", "StrictJSON", "Timekeeping",
                "Verification",
                "Workflow", .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: commonSettings
        ),
        .target(
            name: "Settings",
            dependencies: [
                "ConnectionQuality", "Scheduling", "Timekeeping", "Verification", "Workflow",
                .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: commonSettings
        ),
        .target(
            name: "Workflow",
            dependencies: [
                "ConnectionQuality", "OutcomeVerifier", "Scheduling", "SignedOutcomes", "Timekeeping", "Verification",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
            ],
            swiftSettings: commonSettings
        ),

        // The functional core: no input or output, no clock, no randomness.
        .target(
            name: "Verification", dependencies: ["ConnectionQuality", "Timekeeping"], swiftSettings: commonSettings),
        .target(name: "Scheduling", dependencies: ["Timekeeping"], swiftSettings: commonSettings),
        .target(name: "ConnectionQuality", dependencies: ["Timekeeping"], swiftSettings: commonSettings),
        .target(
            name: "SignedOutcomes",
            dependencies: [
                "CZlib", "OutcomeVerifier", "StrictJSON", "Timekeeping",
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: commonSettings
        ),
        .target(name: "Timekeeping", swiftSettings: commonSettings),

        // What relying parties depend on: the wire format and offline verification.
        .target(
            name: "OutcomeVerifier",
            dependencies: ["CZlib", "StrictJSON", .product(name: "Crypto", package: "swift-crypto")],
            swiftSettings: commonSettings
        ),
        .target(name: "StrictJSON", swiftSettings: commonSettings),
        .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),

        // What Scripts/bench measures with: the baselines and the verifier's loop.
        .executableTarget(
            name: "CandorBenchmarks",
            dependencies: [
                "OutcomeVerifier", "SignedOutcomes", "StrictJSON", "Timekeeping",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Hummingbird", package: "hummingbird"),
            ],
            path: "Tests/Benchmarks",
            swiftSettings: commonSettings
        ),

        // What Scripts/populate fills a record with.
        .executableTarget(
            name: "populate",
            dependencies: [
                "Care", "OutcomeVerifier", "SignedOutcomes", "Storage", "Timekeeping", "Verification", "Workflow",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Tests/Populate",
            swiftSettings: commonSettings
        ),

        // Tests, one target for each target that decides something.
        .testTarget(name: "TimekeepingTests", dependencies: ["Timekeeping"], swiftSettings: commonSettings),
        .testTarget(
            name: "VerificationTests", dependencies: ["ConnectionQuality", "Timekeeping", "Verification"],
            exclude: ["Events/stored-events.txt"],
            swiftSettings: commonSettings),
        .testTarget(name: "StrictJSONTests", dependencies: ["StrictJSON"], swiftSettings: commonSettings),
        .testTarget(
            name: "OutcomeVerifierTests",
            dependencies: [
                "CZlib", "OutcomeVerifier", "SignedOutcomes", "StrictJSON", "Timekeeping",
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: commonSettings
        ),
        .testTarget(
            name: "SignedOutcomesTests",
            dependencies: [
                "CZlib", "OutcomeVerifier", "SignedOutcomes", "StrictJSON", "Timekeeping",
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: commonSettings
        ),
        .testTarget(
            name: "ConnectionQualityTests", dependencies: ["ConnectionQuality", "Timekeeping"],
            swiftSettings: commonSettings),
        .testTarget(
            name: "SchedulingTests", dependencies: ["Scheduling", "Timekeeping"], swiftSettings: commonSettings),
        .testTarget(
            name: "WorkflowTests",
            dependencies: ["Settings", "SignedOutcomes", "Storage", "Timekeeping", "Verification", "Workflow"],
            swiftSettings: commonSettings),
        .testTarget(
            name: "StorageTests",
            dependencies: [
                "Storage", "Timekeeping", "Verification", "Workflow", .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: commonSettings
        ),
        .testTarget(
            name: "DeliveryTests", dependencies: ["Delivery", "Timekeeping"], swiftSettings: commonSettings),
        .testTarget(
            name: "SettingsTests",
            dependencies: [
                "ConnectionQuality", "Settings", "Timekeeping", "Verification",
            ],
            swiftSettings: commonSettings
        ),
        .testTarget(
            name: "HTTPServerTests",
            dependencies: [
                "ConnectionQuality", "HTTPServer", "SignedOutcomes", "StrictJSON", "Timekeeping", "Verification",
                "Workflow",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdTesting", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
            ],
            swiftSettings: commonSettings
        ),
    ]
)
