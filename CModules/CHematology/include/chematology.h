#ifndef CHEMATOLOGY_H
#define CHEMATOLOGY_H

#ifdef __cplusplus
extern "C" {
#endif

#ifdef __cplusplus
}
#endif

#endif
