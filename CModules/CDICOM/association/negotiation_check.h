#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace network {

/// Look at the body of an A-ASSOCIATE-RQ or -AC (PS3.8 9.3.2 and 9.3.3, PS3.7 Annex D) before DCMTK parses it: DCMTK 3.6.7
/// leaks memory on several malformed ones. They return an empty string, or a sentence that names what is wrong and the
/// offset. Only what is ambiguous or inconsistent is refused; oddities that do no harm are left to DCMTK.
std::string faultOfAssociateRequest(const std::vector<uint8_t> &body);
std::string faultOfAssociateAnswer(const std::vector<uint8_t> &body);

/// Bytes of the longest A-ASSOCIATE PDU that is read: 128 contexts with forty transfer syntaxes each take a third of it.
constexpr size_t associateLimit = 1 << 20;
constexpr size_t pduHeader = 6;

}  // namespace network
