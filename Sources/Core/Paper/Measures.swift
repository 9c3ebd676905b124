/// A place on a page, in millimetres from its upper left corner; y runs down.
@frozen public struct Point: Sendable, Hashable, BitwiseCopyable {
    public var x: Double
    public var y: Double

    public init(_ x: Double, _ y: Double) {
        self.x = x
        self.y = y
    }
}

/// An area of a page, in millimetres.
public struct Rectangle: Sendable, Hashable {
    public var x: Double
    public var y: Double
    public var width: Double
    public var height: Double

    public init(x: Double, y: Double, width: Double, height: Double) {
        self.x = x
        self.y = y
        self.width = width
        self.height = height
    }

    public var right: Double { x + width }
    public var bottom: Double { y + height }
    public var middle: Point { Point(x + width / 2, y + height / 2) }

    /// The area that is left inside a margin.
    public func inset(by margin: Double) -> Rectangle {
        Rectangle(x: x + margin, y: y + margin, width: width - 2 * margin, height: height - 2 * margin)
    }
}

/// The size of a page, in millimetres.
public struct PageSize: Sendable, Hashable {
    public var width: Double
    public var height: Double

    public init(width: Double, height: Double) {
        self.width = width
        self.height = height
    }

    /// ISO 216, upright.
    public static let a3 = PageSize(width: 297, height: 420)
    public static let a4 = PageSize(width: 210, height: 297)
    public static let a5 = PageSize(width: 148, height: 210)
    /// ISO 216 B5; JIS B5 is 182 × 257.
    public static let b5 = PageSize(width: 176, height: 250)

    public var landscape: PageSize { PageSize(width: max(width, height), height: min(width, height)) }
    public var portrait: PageSize { PageSize(width: min(width, height), height: max(width, height)) }
    /// The whole page as an area.
    public var area: Rectangle { Rectangle(x: 0, y: 0, width: width, height: height) }
}

/// Red, green and blue of sRGB, and opacity, each 0 … 255.
public struct Color: Sendable, Hashable {
    public var red: UInt8
    public var green: UInt8
    public var blue: UInt8
    public var alpha: UInt8

    public init(_ red: UInt8, _ green: UInt8, _ blue: UInt8, alpha: UInt8 = 255) {
        self.red = red
        self.green = green
        self.blue = blue
        self.alpha = alpha
    }

    /// From 0xRRGGBB.
    public init(_ hexadecimal: UInt32) {
        self.init(UInt8(hexadecimal >> 16 & 255), UInt8(hexadecimal >> 8 & 255), UInt8(hexadecimal & 255))
    }

    public static let black = Color(0, 0, 0)
    public static let white = Color(255, 255, 255)

    /// The same colour at another opacity, 0 … 1.
    public func opacity(_ opacity: Double) -> Color {
        Color(red, green, blue, alpha: UInt8((min(max(opacity, 0), 1) * 255).rounded()))
    }
}
