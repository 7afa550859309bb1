#include "check.h"

struct text {
    int error;
    const char *words;
};

static const struct text TEXTS[] = {
#include "abi_texts.h"
};

TEST(java_has_the_words_of_this_libc) {
    for (size_t i = 0; i < sizeof TEXTS / sizeof TEXTS[0]; i++) {
        const char *words = strerror(TEXTS[i].error);
        if (strcmp(words, TEXTS[i].words) != 0) {
            fprintf(stderr, "%d: C says \"%s\", Java \"%s\"\n", TEXTS[i].error, words,
                TEXTS[i].words);
            exit(1);
        }
    }
}
