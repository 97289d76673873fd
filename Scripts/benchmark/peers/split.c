/* W5: how fast the text can be read at all: every line split at its spaces, its keywords compared; no names are known.
   usage: split SCRIPT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double nanoseconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1e9 + t.tv_nsec;
}

static int is(const char *word, long length, const char *keyword) {
  return length == (long)strlen(keyword) && !memcmp(word, keyword, length);
}

int main(int count, char **arguments) {
  if (count != 2) return 64;
  FILE *file = fopen(arguments[1], "rb");
  if (!file) return 66;
  fseek(file, 0, SEEK_END);
  long size = ftell(file), lines = 0, known = 0, letters = 0;
  rewind(file);
  char *text = malloc(size + 1);
  if (fread(text, 1, size, file) != (size_t)size) return 1;
  text[size] = '\n';
  double start = nanoseconds();
  for (char *at = text, *end = text + size; at < end; at++, lines++) {
    char *words[16];
    long lengths[16];
    int n = 0;
    for (;;) {
      char *word = at;
      while (*at != ' ' && *at != '\n') at++;
      if (n < 16) { words[n] = word; lengths[n++] = at - word; }
      if (*at == '\n') break;
      at++;
    }
    if (n == 6 && is(words[0], lengths[0], "invite") && is(words[2], lengths[2], "as") && is(words[4], lengths[4], "to")) {
      known++;
      letters += lengths[1] + lengths[3] + lengths[5];
    }
  }
  printf("{\"what\":\"read\",\"nanoseconds\":%.0f,\"statements\":%ld,\"known\":%ld,\"letters\":%ld}\n", nanoseconds() - start,
         lines, known, letters);
}
