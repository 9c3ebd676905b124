import Clinical
import Kernel
import Referral

extension Catalogue {
    /// Every system of the house, in the order of the menu. A new one is one line here.
    public static let yigong = Catalogue([
        .referral,
        .clinical,
    ])
}
