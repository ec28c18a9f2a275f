/// The contract of the API, as it is served at `/openapi.yaml`.
public enum OpenAPIDocument {
    /// `Docs/openapi.yaml` as it was when this was built.
    public static var bytes: [UInt8] { PackageResources.openapi_yaml }
}
