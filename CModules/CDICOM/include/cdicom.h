#ifndef YIGONG_CDICOM_H
#define YIGONG_CDICOM_H
#endif
