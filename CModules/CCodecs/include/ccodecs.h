#ifndef YIGONG_CCODECS_H
#define YIGONG_CCODECS_H
#endif
