#include "negotiation_check.h"

#include <bitset>

namespace network {

namespace {

constexpr size_t fixedPart = 2 + 2 + 16 + 16 + 32;
constexpr size_t calledTitle = 4;
constexpr size_t callingTitle = calledTitle + 16;
constexpr size_t uidLimit = 64;

enum ItemType : uint8_t {
    applicationContextItem = 0x10,
    presentationContextItem = 0x20,
    presentationContextResultItem = 0x21,
    abstractSyntaxItem = 0x30,
    transferSyntaxItem = 0x40,
    userInformationItem = 0x50,
    maximumLengthItem = 0x51,
    implementationUIDItem = 0x52,
    asynchronousOperationsItem = 0x53,
    roleSelectionItem = 0x54,
    implementationVersionItem = 0x55,
    extendedNegotiationItem = 0x56,
    userIdentityItem = 0x58,
};

/// A run of items, each a type, a reserved byte, a 16-bit length and that many bytes.
class Items {
public:
    Items(const uint8_t *bytes, size_t count, size_t offset) : bytes_(bytes), count_(count), offset_(offset) {}

    bool next() {
        if (position_ == count_) return false;
        if (count_ - position_ < 4) return fail("an item header does not fit");
        type = bytes_[position_];
        length = size_t(bytes_[position_ + 2]) << 8 | bytes_[position_ + 3];
        position_ += 4;
        if (length > count_ - position_)
            return fail("an item of " + std::to_string(length) + " bytes, of which " +
                        std::to_string(count_ - position_) + " are there,");
        value = bytes_ + position_;
        offset = offset_ + position_;
        position_ += length;
        return true;
    }

    uint8_t type = 0;
    size_t length = 0;
    const uint8_t *value = nullptr;
    size_t offset = 0;
    std::string fault;

private:
    bool fail(const std::string &what) {
        fault = what + " at offset " + std::to_string(offset_ + position_);
        return false;
    }

    const uint8_t *bytes_;
    size_t count_, offset_, position_ = 0;
};

/// Empty as DCMTK reads it, which then fails to repeat it in the answer.
bool isBlank(const uint8_t *title) {
    size_t length = 0;
    bool hasLetters = false;
    for (; length < 16 && title[length] != 0; length++) hasLetters = hasLetters || title[length] != ' ';
    return !hasLetters;
}

/// Something to compare with, if not digits and dots, then at most padding. What reads as an empty text makes DCMTK fail
/// halfway through an A-ASSOCIATE-AC.
bool isName(const Items &item) {
    size_t length = item.length;
    while (length > 0 && (item.value[length - 1] == 0 || item.value[length - 1] == ' ')) length--;
    if (length == 0 || item.length > uidLimit) return false;
    for (size_t index = 0; index < length; index++)
        if (item.value[index] <= ' ' || item.value[index] > '~') return false;
    return true;
}

std::string at(const char *what, const Items &items) {
    return std::string(what) + " at offset " + std::to_string(items.offset);
}

/// PS3.8 Table 9-13, or 9-18 in an answer, where a refused context says nothing that counts.
std::string faultOfPresentationContext(const Items &context, bool isAnswer, std::bitset<256> &seen) {
    if (context.length < 4) return at("a presentation context too short", context);
    const uint8_t identifier = context.value[0];
    if (identifier % 2 == 0 || seen[identifier])
        return at("an even or repeated presentation context ID", context);
    seen[identifier] = true;
    const bool isRefused = isAnswer && context.value[2] != 0;
    Items items(context.value + 4, context.length - 4, context.offset + 4);
    int abstractSyntaxes = 0, transferSyntaxes = 0;
    while (!isRefused && items.next()) {
        if (items.type != abstractSyntaxItem && items.type != transferSyntaxItem) continue;
        (items.type == abstractSyntaxItem ? abstractSyntaxes : transferSyntaxes)++;
        if (!isName(items)) return at("an illegal UID", items);
    }
    if (!items.fault.empty()) return items.fault;
    if (!isAnswer && abstractSyntaxes != 1) return at("a presentation context without exactly one abstract syntax", context);
    if (!isRefused && transferSyntaxes == 0) return at("a presentation context without transfer syntax", context);
    if (isAnswer && transferSyntaxes > 1) return at("a presentation context with several transfer syntaxes", context);
    return "";
}

/// PS3.7 D.3.3.7: a type, whether an answer is wanted, and two fields with their lengths.
bool isUserIdentity(const Items &item) {
    if (item.length < 6) return false;
    const size_t primary = size_t(item.value[2]) << 8 | item.value[3];
    if (primary > item.length - 6) return false;
    const size_t secondary = size_t(item.value[4 + primary]) << 8 | item.value[5 + primary];
    return secondary == item.length - 6 - primary;
}

/// PS3.8 Annex D and PS3.7 D.3.3.
std::string faultOfUserInformation(const Items &information) {
    Items items(information.value, information.length, information.offset);
    bool hasIdentity = false;
    while (items.next()) {
        const size_t uid = items.length >= 2 ? size_t(items.value[0]) << 8 | items.value[1] : 0;
        switch (items.type) {
        case maximumLengthItem: case asynchronousOperationsItem:
            if (items.length != 4) return at("a negotiation item that is not of four bytes", items);
            break;
        case implementationUIDItem: case implementationVersionItem:
            if (items.length > uidLimit) return at("an implementation name too long", items);
            break;
        case roleSelectionItem:
            if (items.length < 4 || uid > uidLimit || uid + 4 != items.length)
                return at("a malformed role selection", items);
            break;
        case extendedNegotiationItem:
            if (items.length < 2 || uid > uidLimit || uid + 2 > items.length)
                return at("a malformed extended negotiation", items);
            break;
        case userIdentityItem:
            if (hasIdentity || !isUserIdentity(items)) return at("a malformed or repeated user identity", items);
            hasIdentity = true;
            break;
        default:
            break;
        }
    }
    return items.fault;
}

std::string faultOfAssociate(const std::vector<uint8_t> &body, bool isAnswer) {
    const char *name = isAnswer ? "an A-ASSOCIATE-AC" : "an A-ASSOCIATE-RQ";
    const ItemType contextItem = isAnswer ? presentationContextResultItem : presentationContextItem;
    if (body.size() < fixedPart) return std::string(name) + " of only " + std::to_string(body.size()) + " bytes";
    Items items(body.data() + fixedPart, body.size() - fixedPart, fixedPart);
    std::bitset<256> contexts;
    int applicationContexts = 0, userInformation = 0;
    while (items.next()) {
        std::string fault;
        switch (items.type) {
        case applicationContextItem:
            applicationContexts++;
            if (!isName(items)) fault = at("an illegal application context name", items);
            break;
        case presentationContextItem: case presentationContextResultItem:
            fault = items.type == contextItem ? faultOfPresentationContext(items, isAnswer, contexts)
                                              : at("a presentation context of the other direction", items);
            break;
        case userInformationItem:
            userInformation++;
            fault = faultOfUserInformation(items);
            break;
        default:  // to be ignored (PS3.8 9.3.1)
            break;
        }
        if (!fault.empty()) return fault;
    }
    if (!items.fault.empty()) return items.fault;
    if (applicationContexts != 1) return std::string(name) + " without exactly one application context";
    if (userInformation != 1) return std::string(name) + " without exactly one user information item";
    if (contexts.none()) return std::string(name) + " without presentation context";
    return "";
}

}  // namespace

std::string faultOfAssociateRequest(const std::vector<uint8_t> &body) {
    for (const size_t title : {calledTitle, callingTitle})
        if (body.size() >= fixedPart && isBlank(body.data() + title))
            return "an empty AE title at offset " + std::to_string(title);
    return faultOfAssociate(body, false);
}

/// The titles of an answer are not to be tested (PS3.8 Table 9-17).
std::string faultOfAssociateAnswer(const std::vector<uint8_t> &body) {
    return faultOfAssociate(body, true);
}

}  // namespace network
