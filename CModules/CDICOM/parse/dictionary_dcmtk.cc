#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcdicent.h>
#include <dcmtk/dcmdata/dcdict.h>
#include <dcmtk/dcmdata/dcuid.h>

#include <cstring>
#include <memory>

#include "cdicom_dictionary.h"

namespace {

/// The representation to assume for what PS3.6 leaves open: "OB or OW" is OW in implicit VR (PS3.5 A.1).
cdicom_vr representation(const char *name) {
    static const struct { const char *name; cdicom_vr vr; } choices[] = {
        {"ox", CDICOM_VR_OW}, {"px", CDICOM_VR_OW}, {"lt", CDICOM_VR_OW}, {"xs", CDICOM_VR_US}, {"up", CDICOM_VR_UL},
    };
    for (const auto &choice : choices)
        if (std::strcmp(name, choice.name) == 0) return choice.vr;
    return std::strlen(name) == 2 ? cdicom_vr_named(static_cast<uint8_t>(name[0]), static_cast<uint8_t>(name[1]))
                                  : CDICOM_VR_NONE;
}

/// DCMTK marks what the standard dropped in the name; the keyword of PS3.6 has no such mark.
const char *keyword(const char *name) {
    for (const char *mark : {"RETIRED_", "ACR_NEMA_"})
        if (std::strncmp(name, mark, std::strlen(mark)) == 0) return name + std::strlen(mark);
    return name;
}

bool add(cdicom_dictionary *dictionary, const DcmDictEntry &from) {
    DcmVR vr(from.getEVR());
    const char *name = vr.getVRName();
    cdicom_dictionary_entry entry = {};
    entry.first_tag = uint32_t{from.getGroup()} << 16 | from.getElement();
    entry.last_tag = uint32_t{from.getUpperGroup()} << 16 | from.getUpperElement();
    entry.vr = static_cast<uint8_t>(representation(name));
    entry.signed_alternative = std::strcmp(name, "xs") == 0;
    entry.minimum_values = from.getVMMin();
    entry.maximum_values = from.getVMMax() == DcmVariableVM ? -1 : from.getVMMax();
    entry.keyword = keyword(from.getTagName());
    entry.creator = from.getPrivateCreator();
    if (entry.vr == CDICOM_VR_NONE) return true;
    return cdicom_dictionary_add(dictionary, &entry) == 0;
}

cdicom_dictionary *read_all() {
    std::unique_ptr<cdicom_dictionary, decltype(&cdicom_dictionary_destroy)> dictionary(
        cdicom_dictionary_create(), cdicom_dictionary_destroy);
    if (!dictionary) return nullptr;
    bool complete = true;
    // The iterators are not const, so even reading takes the write lock.
    DcmDataDictionary &all = dcmDataDict.wrlock();
    for (auto i = all.normalBegin(); i != all.normalEnd() && complete; ++i) complete = add(dictionary.get(), **i);
    for (auto i = all.repeatingBegin(); i != all.repeatingEnd() && complete; ++i) complete = add(dictionary.get(), **i);
    dcmDataDict.wrunlock();
    return complete ? dictionary.release() : nullptr;
}

}  // namespace

extern "C" const cdicom_dictionary *cdicom_dictionary_standard(void) {
    try {
        static const cdicom_dictionary *const standard = read_all();
        return standard;
    } catch (...) {
        return nullptr;
    }
}

extern "C" const char *cdicom_uid_name(const char *uid) { return dcmFindNameOfUID(uid); }
