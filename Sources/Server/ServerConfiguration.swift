/// How the HTTP side is set up.
public struct ServerConfiguration: Sendable {
    /// A PEM certificate chain and its private key.
    public struct TLSFiles: Sendable, Equatable {
        public let certificate: String
        public let key: String

        public init(certificate: String, key: String) {
            self.certificate = certificate
            self.key = key
        }
    }

    public var http: Endpoint
    public var tls: TLSFiles?
    /// The address by which clients know this server where a proxy stands before it: `https://images.example.org`. Links in answers
    /// begin with it; without it, with the host that the client asked.
    public var publicURL: String?
    /// More connections than this wait until one closes.
    public var maximumConnections = 1024
    /// A connection on which nothing moves, and no answer is being written, is closed after this many seconds.
    public var idleSeconds = 75

    public init(http: Endpoint, tls: TLSFiles? = nil) {
        self.http = http
        self.tls = tls
    }
}
