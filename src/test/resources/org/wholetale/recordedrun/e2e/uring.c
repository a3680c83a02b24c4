/* Sets up an io_uring and nothing else. Exits 77 where the kernel refuses it, the reason on stdout. */
#include <linux/io_uring.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

int main(void) {
  struct io_uring_params params = {0};
  if (syscall(SYS_io_uring_setup, 1, &params) == -1) {
    printf("%m\n");
    return 77;
  }
  return 0;
}
