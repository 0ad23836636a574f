/* zlib, for datasets compressed with gzip. Imported by Datasets alone. */
#ifndef CZLIB_H
#define CZLIB_H
#include <zlib.h>
#endif
