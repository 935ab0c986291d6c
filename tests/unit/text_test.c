/* SPDX-License-Identifier: Apache-2.0 */
#include "codec/text.h"

#include "base/clock.h"
#include "crypto/digest.h"
#include "unit.h"

typedef cs_status_t (*test_text_pt)(cs_bytes_t in, cs_buffer_t *out);

static void
test_encodes(test_text_pt encode, const char *in, const char *expected)
{
    cs_buffer_t out = test_buffer(1000);

    IS(CS_OK, encode(TEXT(in), &out));
    SAME(cs_buffer_bytes(&out), TEXT(expected));
}

static void
test_refuses(test_text_pt decode, const char *text)
{
    cs_buffer_t out = test_buffer(1000);

    IS(CS_OK, cs_buffer_append_text(&out, "before"));
    CU_ASSERT_NOT_EQUAL(decode(TEXT(text), &out), CS_OK);
    SAME(cs_buffer_bytes(&out), CS_LITERAL("before"));
}

static void
vectors_of_rfc_4648_encode(void)
{
    test_encodes(cs_base64_encode, "", "");
    test_encodes(cs_base64_encode, "f", "Zg==");
    test_encodes(cs_base64_encode, "fo", "Zm8=");
    test_encodes(cs_base64_encode, "foo", "Zm9v");
    test_encodes(cs_base64_encode, "foobar", "Zm9vYmFy");
    test_encodes(cs_base64url_encode, "f", "Zg");
    test_encodes(cs_base64url_encode, "fo", "Zm8");
    test_encodes(cs_base64url_encode, "\xFB\xFF\xBF", "-_-_");
    test_encodes(cs_base64_encode, "\xFB\xFF\xBF", "+/+/");
    test_encodes(cs_hex_encode, "\x01\xAB\xFF", "01abff");
}

static void
what_is_encoded_decodes_to_itself(void)
{
    const test_text_pt pairs[][2] = {
        {cs_base64_encode, cs_base64_decode},
        {cs_base64url_encode, cs_base64url_decode},
        {cs_hex_encode, cs_hex_decode},
    };
    uint8_t bytes[100];

    for (size_t pair = 0; pair < COUNT_OF(pairs); pair++) {
        for (size_t size = 0; size <= sizeof(bytes); size++) {
            cs_buffer_t text = test_buffer(1000), back = test_buffer(1000);

            IS(CS_OK, cs_random(bytes, size));
            IS(CS_OK, pairs[pair][0](cs_bytes(bytes, size), &text));
            IS(CS_OK, pairs[pair][1](cs_buffer_bytes(&text), &back));
            SAME(cs_buffer_bytes(&back), cs_bytes(bytes, size));
        }
    }
}

static void
base64url_has_one_text_for_each_value(void)
{
    const char *refused[] = {
        "Zg==", "Zg=",  "Z",         "Zh",       "Zm9",  "Zm8\n",        " Zm8",
        "Zm+v", "Zm/v", "Zm9v Zm9v", "Zm9v====", "!!!!", "Zm9v\xC3\xA9", "Zm9vZ",
    };

    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        test_refuses(cs_base64url_decode, refused[i]);
    }
}

static void
base64_has_one_text_for_each_value(void)
{
    const char *refused[] = {"Zg", "Zg=", "Zh==", "Zm9=", "Zg==Zg==", "====", "Zm-v", "Zm9v\n", "=Zm9", "Z==="};

    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        test_refuses(cs_base64_decode, refused[i]);
    }
}

static void
hexadecimal_is_lower_case_and_even(void)
{
    const char *refused[] = {"AB", "a", "0g", "0x", " 00", "a b"};

    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        test_refuses(cs_hex_decode, refused[i]);
    }
}

static void
decoder_keeps_to_the_buffers_maximum(void)
{
    cs_buffer_t out = test_buffer(2);

    IS(CS_FULL, cs_base64url_decode(TEXT("Zm9v"), &out));
    IS(CS_FULL, cs_hex_decode(TEXT("aabbcc"), &out));
    CU_ASSERT_EQUAL(out.size, 0);
}

static void
digest_text_is_43_characters_of_base64url(void)
{
    uint8_t digest[CS_DIGEST_SIZE];
    char text[CS_DIGEST_TEXT];

    IS(CS_OK, cs_digest(NULL, 0, digest));
    SAME(cs_bytes(digest, sizeof(digest)),
         test_hex("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
    cs_digest_text(digest, text);
    CU_ASSERT_STRING_EQUAL(text, "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU");
}

static void
digest_of_parts_is_the_digest_of_their_concatenation(void)
{
    cs_bytes_t parts[] = {CS_LITERAL("a"), CS_BYTES_NONE, CS_LITERAL("bc")}, whole = CS_LITERAL("abc");
    uint8_t one[CS_DIGEST_SIZE], other[CS_DIGEST_SIZE];

    IS(CS_OK, cs_digest(parts, 3, one));
    IS(CS_OK, cs_digest(&whole, 1, other));
    SAME(cs_bytes(one, sizeof(one)), cs_bytes(other, sizeof(other)));
    SAME(cs_bytes(one, sizeof(one)), test_hex("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
}

static void
mac_vector_of_rfc_4231_holds_and_no_key_is_refused(void)
{
    cs_bytes_t parts[] = {CS_LITERAL("what do ya want "), CS_LITERAL("for nothing?")};
    uint8_t mac[CS_DIGEST_SIZE];

    IS(CS_OK, cs_mac(CS_LITERAL("Jefe"), parts, 2, mac));
    SAME(cs_bytes(mac, sizeof(mac)), test_hex("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"));
    IS(CS_BAD_KEY, cs_mac(CS_BYTES_NONE, parts, 2, mac));
}

CU_TestInfo suite_text[] = {
    CLAIM(vectors_of_rfc_4648_encode),
    CLAIM(what_is_encoded_decodes_to_itself),
    CLAIM(base64url_has_one_text_for_each_value),
    CLAIM(base64_has_one_text_for_each_value),
    CLAIM(hexadecimal_is_lower_case_and_even),
    CLAIM(decoder_keeps_to_the_buffers_maximum),
    CLAIM(digest_text_is_43_characters_of_base64url),
    CLAIM(digest_of_parts_is_the_digest_of_their_concatenation),
    CLAIM(mac_vector_of_rfc_4231_holds_and_no_key_is_refused),
    CU_TEST_INFO_NULL,
};
