import HTTPTypes
import Hummingbird

/// The pages and what they are made of. Only the login page and what it needs is there for everyone.
struct PageRoutes {
    let files: StaticFiles

    private static let pages = ["/": "/index.html", "/viewer": "/viewer.html", "/aside": "/aside.html"]
    private static let login = "/login.html"

    /// The addresses of pages: whoever is not signed in is led from them to the login, not told 401.
    static let paths = Set(pages.keys)

    func addPublic(to routes: some RouterMethods<YigongContext>) {
        routes.get("/login") { request, _ in try answer(Self.login, request) }
        for path in loginFiles { addAsset(path, to: routes) }
    }

    func add(to routes: RouterGroup<SignedInContext>) {
        for (address, file) in Self.pages {
            routes.get(RouterPath(address)) { request, _ in try answer(file, request) }
        }
        for path in files.paths.subtracting(loginFiles) { addAsset(path, to: routes) }
    }

    /// A file under its own path and, for assets, under the address that lasts.
    private func addAsset<Context: RequestContext>(_ path: String, to routes: some RouterMethods<Context>) {
        routes.get(RouterPath(path)) { request, _ in try answer(path, request) }
        guard !path.hasSuffix(".html") else { return }
        routes.get(RouterPath(files.lasting(path))) { request, _ in try answer(path, request, isLasting: true) }
    }

    private var loginFiles: Set<String> { files.needed(by: Self.login) }

    private func answer(_ path: String, _ request: Request, isLasting: Bool = false) throws -> Response {
        guard let file = files[path] else { throw HTTPError(.notFound, message: "there is nothing at \(request.uri.path)") }
        return file.response(to: request, isLasting: isLasting)
    }
}
