import HTTPTypes
import Hummingbird

/// The pages and what they are made of. Only the login page and what it needs is there for everyone.
struct PageRoutes {
    let files: StaticFiles

    private static let pages = ["/": "/index.html", "/viewer": "/viewer.html", "/aside": "/aside.html", "/ecg": "/ecg.html", "/ecg/reader": "/ecg/reader.html"]
    /// The pages of the systems, for people who need not see any image.
    private static let systemPages = [
        "/desk": "/desk.html", "/records": "/records.html", "/record": "/record.html", "/reports": "/reports.html",
    ]
    /// The pages of the laboratory's instruments.
    private static let analyzerPages = ["/analyzers": "/analyzers.html"]
    private static let login = "/login.html"

    /// The addresses of pages: whoever is not signed in is led from them to the login, not told 401.
    static let paths = Set(pages.keys).union(systemPages.keys).union(analyzerPages.keys)

    func addPublic(to routes: some RouterMethods<YigongContext>) {
        routes.get("/login") { request, _ in try answer(Self.login, request) }
        for path in loginFiles { addAsset(path, to: routes) }
    }

    func add(to guarded: GuardedRoutes) {
        let viewing = guarded.group(demanding: .viewStudies), working = guarded.group(demanding: .useSystems)
        for (address, file) in Self.pages where address != "/" {
            viewing.get(RouterPath(address)) { request, _ in try answer(file, request) }
        }
        let measuring = guarded.group(demanding: .useAnalyzers)
        for (address, file) in Self.analyzerPages {
            measuring.get(RouterPath(address)) { request, _ in try answer(file, request) }
        }
        for (address, file) in Self.systemPages {
            working.get(RouterPath(address)) { request, _ in try answer(file, request) }
        }
        let anyone = guarded.forAnyone
        anyone.get("/") { request, context in try first(request, context) }
        // What pages are made of says nothing about anyone; what they show is asked of the API.
        for path in files.paths.subtracting(loginFiles) { addAsset(path, to: anyone) }
    }

    /// The first page: the images for those who may see them, for others their desk.
    private func first(_ request: Request, _ context: SignedInContext) throws -> Response {
        if context.principal.may(.viewStudies) { return try answer("/index.html", request) }
        guard context.principal.may(.useSystems) else { throw MissingRight(right: .viewStudies) }
        return .redirect(to: "/desk", type: .normal)
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
