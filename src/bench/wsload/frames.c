/* The frame that is sent: its head (masked), the message head, the masked pattern. */
#include <string.h>

#include "wsload.h"

const uint8_t mask[4] = {0x37, 0xfa, 0x21, 0x3d};
uint8_t frame_head[14];
uint64_t frame_head_len, frame_len, head_len;
uint8_t *pattern, *masked;

static const char HEX[] = "0123456789abcdef";

void make_head(uint8_t *out, int id, uint64_t seq)
{
    for (int i = ID_DIGITS - 1; i >= 0; i--, id >>= 4) out[i] = (uint8_t)HEX[id & 15];
    for (int i = HEAD_MAX - 1; i >= ID_DIGITS; i--, seq >>= 4) out[i] = (uint8_t)HEX[seq & 15];
}

/* False if the 16 characters are not hex digits. */
bool parse_head(const uint8_t *in, int *id, uint64_t *seq)
{
    *id = 0;
    *seq = 0;
    for (int i = 0; i < HEAD_MAX; i++) {
        const char *digit = in[i] ? strchr(HEX, in[i]) : NULL;
        if (!digit) return false;
        if (i < ID_DIGITS) *id = *id * 16 + (int)(digit - HEX);
        else *seq = *seq * 16 + (uint64_t)(digit - HEX);
    }
    return true;
}

static void fill_pattern(void)
{
    static const char utf8[] = "\u63a5\u6536\u6570\u636e\u00e9\U0001F600ab";
    const uint64_t len = sizeof utf8 - 1;
    uint32_t x = 12345;
    for (uint64_t i = 0; i < opt.size; i++) {
        x = x * 1103515245 + 12345;
        pattern[i] = type_is("bin") ? (uint8_t)(x >> 16) : (uint8_t)(' ' + (i * 7 + i / 95) % 95);
    }
    if (type_is("utf8"))
        for (uint64_t i = HEAD_MAX; i + len <= opt.size; i += len) memcpy(pattern + i, utf8, len);
}

/* Returns its length. */
uint64_t put_frame_head(uint8_t *out, uint8_t first, uint64_t n)
{
    int ext = n < 126 ? 0 : n < 65536 ? 2 : 8;
    out[0] = first;
    out[1] = 0x80 | (uint8_t)(ext == 0 ? n : ext == 2 ? 126 : 127);
    for (int i = 0; i < ext; i++) out[2 + i] = (uint8_t)(n >> (8 * (ext - 1 - i)));
    memcpy(out + 2 + ext, mask, 4);
    return 6 + (uint64_t)ext;
}

void make_frame_template(void)
{
    uint64_t n = opt.size;
    head_len = min_u64(n, HEAD_MAX);
    pattern = alloc(n + 64, 1);
    masked = alloc(n + 64, 1);
    fill_pattern();
    for (uint64_t i = 0; i < n; i++) masked[i] = pattern[i] ^ mask[i & 3];

    frame_head_len = put_frame_head(frame_head, 0x80 | (type_is("bin") ? OP_BIN : OP_TEXT), n);
    frame_len = frame_head_len + n;
}

/* Writes frame head and masked message head; the masked pattern follows. */
void start_frame(uint8_t *out, int id, uint64_t seq)
{
    uint8_t head[HEAD_MAX];
    make_head(head, id, seq);
    memcpy(out, frame_head, frame_head_len);
    for (uint64_t i = 0; i < head_len; i++)
        out[frame_head_len + i] = head[HEAD_MAX - head_len + i] ^ mask[i & 3];
}
