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
    /// More connections than this wait until one closes.
    public var maximumConnections = 1024
    /// A connection on which nothing moves, and no answer is being written, is closed after this many seconds.
    public var idleSeconds = 75

    public init(http: Endpoint, tls: TLSFiles? = nil) {
        self.http = http
        self.tls = tls
    }
}
