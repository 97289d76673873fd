/* W4: what the disk itself takes for a durable append of 150 bytes: write and fdatasync to a file that grows.
   usage: append FILE COUNT */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static double nanoseconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1e9 + t.tv_nsec;
}

static int ascending(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

int main(int count, char **arguments) {
  if (count != 3) return 64;
  int n = atoi(arguments[2]), file = open(arguments[1], O_CREAT | O_WRONLY | O_APPEND | O_TRUNC, 0600);
  if (n < 1 || file < 0) return 1;
  char record[150];
  memset(record, 'x', sizeof record - 1);
  record[sizeof record - 1] = '\n';
  double *times = malloc(n * sizeof *times);
  for (int i = 0; i < n; i++) {
    double start = nanoseconds();
    if (write(file, record, sizeof record) != sizeof record || fdatasync(file)) return 1;
    times[i] = nanoseconds() - start;
  }
  qsort(times, n, sizeof *times, ascending);
  printf("{\"what\":\"commits\",\"count\":%d,\"p50\":%.0f,\"p99\":%.0f}\n", n, times[n / 2], times[(long)n * 99 / 100]);
}
