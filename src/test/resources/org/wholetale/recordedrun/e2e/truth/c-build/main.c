#include <stdio.h>
#include <stdlib.h>

#include "circle.h"
#include "table.h"

int main(void) {
  for (size_t i = 0; i < sizeof radii / sizeof radii[0]; i++) {
    printf("%.1f %.3f\n", radii[i], circle_area(radii[i]));
  }
  return EXIT_SUCCESS;
}
