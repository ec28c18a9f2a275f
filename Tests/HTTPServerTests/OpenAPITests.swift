import HTTPServer
import HTTPTypes
import Testing

/// The contract promises exactly the calls that the table of routes admits.
@Suite struct OpenAPITests {
    @Test func everyRouteIsInTheContractAndNothingElse() {
        let promised = Set(Contract.operations.map(\.name))
        let admitted = Set(AccessTable.all.map(\.name))
        #expect(promised.subtracting(admitted) == [], "in the contract, but not in the table")
        #expect(admitted.subtracting(promised) == [], "in the table, but not in the contract")
        #expect(Contract.operations.count == AccessTable.all.count)
    }

    @Test func everyOperationHasANameOfItsOwn() {
        let names = Contract.operations.compactMap(\.id)
        #expect(names.count == Contract.operations.count)
        #expect(Set(names).count == names.count)
    }

    @Test(arguments: AccessTable.all) func everyOperationSaysWhoMayCall(_ route: Route) throws {
        let operation = try #require(Contract.operations.first { $0.name == route.name })
        #expect(Set(operation.audience) == Set(route.audience.map(\.rawValue)))
        #expect(operation.isDemoOnly == route.demoOnly)
        #expect(operation.hasBody == (route.method != .get))
    }
}

/// As much of the contract as a look at its indentation tells: paths stand at two spaces, methods at four, their
/// members at six.
private enum Contract {
    struct Operation {
        var name: String
        var id: String?
        var audience: [String] = []
        var isDemoOnly = false
        var hasBody = false
    }

    static let operations: [Operation] = {
        var operations: [Operation] = []
        var path = ""
        var isInPaths = false
        for line in String(decoding: OpenAPIDocument.bytes, as: UTF8.self).split(separator: "\n") {
            let indentation = line.prefix { $0 == " " }.count
            let text = line.dropFirst(indentation)
            guard let colon = text.firstIndex(of: ":") else { continue }
            let key = String(text[..<colon])
            let value = String(text[colon...].dropFirst(2))
            switch indentation {
            case 0: isInPaths = key == "paths"
            case 2 where isInPaths: path = key
            case 4 where isInPaths: operations.append(Operation(name: "\(key.uppercased()) \(path)"))
            case 6 where isInPaths:
                guard var operation = operations.popLast() else { continue }
                switch key {
                case "operationId": operation.id = value
                case "x-audience":
                    operation.audience = value.split { "[], ".contains($0) }.map(String.init)
                case "x-demo-only": operation.isDemoOnly = value == "true"
                case "requestBody": operation.hasBody = true
                default: break
                }
                operations.append(operation)
            default: break
            }
        }
        return operations
    }()
}
