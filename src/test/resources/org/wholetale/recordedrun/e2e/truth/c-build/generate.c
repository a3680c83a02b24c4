/* Writes a header with the radii whose areas are wanted. */
#include <stdio.h>

int main(void) {
  printf("static const double radii[] = {");
  for (int i = 1; i <= 5; i++) {
    printf("%s%d.5", i > 1 ? ", " : "", i);
  }
  printf("};\n");
  return 0;
}
