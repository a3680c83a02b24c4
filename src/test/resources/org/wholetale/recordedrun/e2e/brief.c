/* Lives for a millisecond. */
#include <time.h>

static long nanos(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000L + t.tv_nsec;
}

int main(void) {
  long end = nanos() + 1000000L;
  while (nanos() < end) {
  }
  return 7;
}
