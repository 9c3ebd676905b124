/// Writes seeds for the fuzzers into folders named after them: small frames in many formats, encoded by the encoders themselves.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>

#include "frame_input.h"

static void write(const std::filesystem::path &file, const uint8_t *head, size_t head_length, const uint8_t *body, size_t length) {
    std::filesystem::create_directories(file.parent_path());
    std::ofstream out(file, std::ios::binary);
    out.write(reinterpret_cast<const char *>(head), std::streamsize(head_length));
    out.write(reinterpret_cast<const char *>(body), std::streamsize(length));
}

/// A slope with some noise, which keeps every part of a coder busy.
static std::vector<uint8_t> pixels_for(const ccodecs_frame_info &info) {
    std::vector<uint8_t> pixels(ccodecs_frame_length(&info));
    uint32_t noise = 1, cell_bytes = info.bits_allocated / 8;
    for (size_t i = 0; i + cell_bytes <= pixels.size(); i += cell_bytes) {
        noise = noise * 1664525 + 1013904223;
        uint32_t value = uint32_t(i / 3 + (noise >> 29)) & ((1u << (info.bits_stored - 1)) - 1);
        memcpy(&pixels[i], &value, cell_bytes);
    }
    return pixels;
}

int main(int count, char **arguments) {
    if (count != 2) return fprintf(stderr, "usage: seeds FOLDER\n"), 2;
    const struct { const char *folder, *uid; } targets[] = {
        {"rle", "1.2.840.10008.1.2.5"}, {"jpeg", "1.2.840.10008.1.2.4.57"}, {"jpeg", "1.2.840.10008.1.2.4.70"},
        {"jpegls", "1.2.840.10008.1.2.4.80"}, {"jpeg2000", "1.2.840.10008.1.2.4.90"}, {"htj2k", "1.2.840.10008.1.2.4.201"}};
    const uint8_t formats[][FORMAT_BYTES] = {
        {15, 15, 0, 7}, {7, 32, 1, 7}, {15, 15, 2, 11}, {12, 20, 2 | 8, 15}, {6, 9, 1 | 2, 15}, {0, 0, 0, 7}, {63, 63, 2, 11}};
    for (const auto &target : targets) {
        for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
            ccodecs_frame_info info = format_of(formats[i]);
            std::vector<uint8_t> pixels = pixels_for(info);
            uint8_t *encoded;
            size_t length;
            char message[128];
            if (ccodecs_encode(target.uid, pixels.data(), pixels.size(), &info, &encoded, &length, message, sizeof message) != CCODECS_OK)
                return fprintf(stderr, "%s: %s\n", target.uid, message), 1;
            std::string name = std::string(target.uid) + "-" + std::to_string(i);
            write(std::filesystem::path(arguments[1]) / target.folder / name, formats[i], FORMAT_BYTES, encoded, length);
            ccodecs_free(encoded);
        }
    }
    for (size_t i = 0; i < 6; i++) {
        const uint8_t body[] = {uint8_t(i), 1, 2, 3, 250, 7};
        write(std::filesystem::path(arguments[1]) / "encode" / std::to_string(i), formats[i], FORMAT_BYTES, body, sizeof body);
    }
    // A stored block of three bytes (RFC 1951 3.2.4), and a fixed Huffman block that says 'a' once.
    const uint8_t limit[] = {255, 0}, stored[] = {1, 3, 0, 0xFC, 0xFF, 1, 2, 3}, fixed[] = {0x4B, 0x04, 0x00};
    write(std::filesystem::path(arguments[1]) / "inflate" / "stored", limit, 2, stored, sizeof stored);
    write(std::filesystem::path(arguments[1]) / "inflate" / "fixed", limit, 2, fixed, sizeof fixed);
    return 0;
}
