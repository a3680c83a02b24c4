#ifndef CIRCLE_H
#define CIRCLE_H

double circle_area(double radius);

#endif
