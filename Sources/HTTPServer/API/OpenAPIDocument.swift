/// The contract, as `Docs/openapi.yaml` holds it, inside the executable so that it is found wherever that is moved.
public enum OpenAPIDocument {
    public static var bytes: [UInt8] { PackageResources.openapi_yaml }
}
