/* W2: the least that deciding can cost. Every name is interned in a table of its own, then two look-ups: who is what
   where, and may that role do this. Prints a line of JSON for names and one for numbers that were looked up before.
   usage: decide MEMBERS REQUESTS REPETITIONS */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef struct { char *name; uint32_t length, number; uint64_t hash; } Name;
typedef struct { Name *slots; uint64_t mask; uint32_t count; } Names;
typedef struct { uint64_t key; uint32_t value, used; } Pair;
typedef struct { Pair *slots; uint64_t mask; } Pairs;
typedef struct { char *user, *action, *customer; uint32_t u, a, c; } Request;

static double nanoseconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1e9 + t.tv_nsec;
}

static uint64_t mixed(uint64_t x) {
  x ^= x >> 32; x *= 0xd6e8feb86659fd93ULL;
  x ^= x >> 32; x *= 0xd6e8feb86659fd93ULL;
  return x ^ x >> 32;
}

static uint64_t hash(const char *s, size_t n) {
  uint64_t h = 0xcbf29ce484222325ULL;
  for (size_t i = 0; i < n; i++) h = (h ^ (unsigned char)s[i]) * 0x100000001b3ULL;
  return mixed(h);
}

static Names names(uint64_t size) { return (Names){calloc(size, sizeof(Name)), size - 1, 0}; }
static Pairs pairs(uint64_t size) { return (Pairs){calloc(size, sizeof(Pair)), size - 1}; }

static uint32_t number(Names *t, const char *s, int add) {
  size_t n = strlen(s);
  uint64_t h = hash(s, n), i = h & t->mask;
  for (; t->slots[i].name; i = (i + 1) & t->mask)
    if (t->slots[i].hash == h && t->slots[i].length == n && !memcmp(t->slots[i].name, s, n)) return t->slots[i].number;
  if (!add) return UINT32_MAX;
  t->slots[i] = (Name){strdup(s), (uint32_t)n, t->count, h};
  return t->count++;
}

static void put(Pairs *t, uint64_t key, uint32_t value) {
  uint64_t i = mixed(key) & t->mask;
  while (t->slots[i].used && t->slots[i].key != key) i = (i + 1) & t->mask;
  t->slots[i] = (Pair){key, value, 1};
}

static inline int get(const Pairs *t, uint64_t key, uint32_t *value) {
  for (uint64_t i = mixed(key) & t->mask; t->slots[i].used; i = (i + 1) & t->mask)
    if (t->slots[i].key == key) { *value = t->slots[i].value; return 1; }
  return 0;
}

static inline uint32_t decide(const Pairs *roles, const Pairs *powers, uint32_t u, uint32_t a, uint32_t c) {
  uint32_t role, allowed;
  return get(roles, (uint64_t)u << 32 | c, &role) && get(powers, (uint64_t)role << 32 | a, &allowed) && allowed;
}

static int ascending(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static void report(const char *what, double *times, int n, size_t yes, size_t asked) {
  qsort(times, n, sizeof *times, ascending);
  printf("{\"what\":\"%s\",\"nanoseconds\":%.2f,\"best\":%.2f,\"yes\":%zu,\"asked\":%zu}\n", what, times[n / 2], times[0],
         yes, asked);
}

int main(int count, char **arguments) {
  if (count != 4) return 64;
  Names users = names(1 << 15), customers = names(1 << 18), roles = names(64), actions = names(64);
  Pairs held = pairs(1 << 21), powers = pairs(256);
  char kind[8], a[64], b[64], c[64];
  FILE *file = fopen(arguments[1], "r");
  if (!file) return 66;
  while (fscanf(file, "%7s %63s %63s %63s", kind, a, b, c) == 4) {
    if (kind[0] == 'm')
      put(&held, (uint64_t)number(&users, a, 1) << 32 | number(&customers, b, 1), number(&roles, c, 1));
    else
      put(&powers, (uint64_t)number(&roles, a, 1) << 32 | number(&actions, b, 1), atoi(c));
  }
  fclose(file);
  size_t n = 0, room = 1 << 20;
  Request *q = malloc(room * sizeof *q);
  if (!(file = fopen(arguments[2], "r"))) return 66;
  while (n < room && fscanf(file, "%63s %63s %*s %63s", a, b, c) == 3) {
    q[n] = (Request){strdup(a), strdup(b), strdup(c), number(&users, a, 1), number(&actions, b, 1), number(&customers, c, 1)};
    n++;
  }
  fclose(file);
  int repetitions = atoi(arguments[3]);
  if (repetitions < 1 || repetitions > 1000 || n == 0) return 64;
  double *times = malloc(repetitions * sizeof *times);
  size_t yes = 0;
  for (int r = 0; r < repetitions; r++) {
    double start = nanoseconds();
    yes = 0;
    for (size_t i = 0; i < n; i++)
      yes += decide(&held, &powers, number(&users, q[i].user, 0), number(&actions, q[i].action, 0),
                    number(&customers, q[i].customer, 0));
    times[r] = (nanoseconds() - start) / n;
  }
  report("by name", times, repetitions, yes, n);
  for (int r = 0; r < repetitions; r++) {
    double start = nanoseconds();
    yes = 0;
    for (size_t i = 0; i < n; i++) yes += decide(&held, &powers, q[i].u, q[i].a, q[i].c);
    times[r] = (nanoseconds() - start) / n;
  }
  report("by number", times, repetitions, yes, n);
}
