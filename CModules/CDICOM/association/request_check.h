#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace network {

/// Looks at the body of an A-ASSOCIATE-RQ (PS3.8 9.3.2, PS3.7 Annex D) before DCMTK parses it: DCMTK 3.6.7 leaks memory
/// on several malformed requests. Returns an empty string, or a sentence that names what is wrong and the offset.
/// Only what is ambiguous or inconsistent is refused; oddities that do no harm are left to DCMTK.
std::string faultOfAssociateRequest(const std::vector<uint8_t> &body);

}  // namespace network
