import Hummingbird
import Logging
import NIOCore
import Runtime

/// What travels with every request, from its arrival on.
public struct YigongContext: RequestContext {
    public var coreContext: CoreRequestContextStorage
    /// The peer's address without its port; nil where there is no network (tests).
    public let address: String?
    /// Whether the peer is this machine itself.
    public let isLoopback: Bool
    /// Who is asking, once that is proven.
    public var principal: Principal?

    public init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        address = source.channel.remoteAddress?.ipAddress
        isLoopback = address.map(Endpoint.isLoopback) ?? false
    }

    public var maxUploadSize: Int { SignedInContext.maximumJSONSize }
}

/// What travels with a request whose sender is known. Handlers that take it cannot be reached without credentials: the
/// type is the guard.
public struct SignedInContext: ChildRequestContext {
    /// The largest JSON body of the API; streamed uploads have limits of their own.
    static let maximumJSONSize = 64 * 1024

    public var coreContext: CoreRequestContextStorage
    public let principal: Principal
    public let address: String

    public init(context: YigongContext) throws {
        guard let principal = context.principal else { throw SignInFailure.wrong }
        coreContext = context.coreContext
        self.principal = principal
        address = context.address ?? "unknown"
    }

    public var maxUploadSize: Int { Self.maximumJSONSize }

    /// Who does what this request asks for, as the audit tells it.
    public var actor: Actor { Actor(principal, from: address) }
}
