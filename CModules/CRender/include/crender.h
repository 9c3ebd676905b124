#ifndef YIGONG_CRENDER_H
#define YIGONG_CRENDER_H
#endif
