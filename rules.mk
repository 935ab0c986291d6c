# SPDX-License-Identifier: Apache-2.0
#
# The rules of the one build.  Included by the Makefile that ./configure
# writes.  Sources are found by wildcard, in the order in which the rooms may
# know each other.
#
#   make                             library, command, extension, module
#   make check                       the unit tests
#   make mutation                    how many small mistakes in the decision the unit tests notice
#   make fuzz                        the fuzz targets, built
#   make speed                       what a token check costs, first and repeated
#   make SANITIZE=address,undefined  library, command and tests, in a folder beside
#   make install DESTDIR=            under PREFIX; extension and module where their hosts look
#   make V=1                         shows each command in full

ifndef V
Q   := @
say  = @echo '$(1) $(patsubst $(BUILD_DIR)%,$(notdir $(BUILD_DIR))%,$@)'
endif

ROOMS := base codec crypto policy identity access review record delivery audit db

ifdef SANITIZE
B        := $(BUILD_DIR)-sanitize
CHECKED  := -fsanitize=$(SANITIZE) -fno-sanitize-recover=all -fno-omit-frame-pointer -DCS_DEBUG -O1
TARGETS   = $(B)/libcountersign.a $(B)/countersign
else
B        := $(BUILD_DIR)
CHECKED  := -O2 -D_FORTIFY_SOURCE=2
TARGETS   = $(B)/libcountersign.a $(B)/countersign $(B)/extension/countersign.so $(B)/$(MODULE)
endif

MODULE    := ngx_http_countersign_module.so
MODULE_IN := $(PREFIX)/lib/nginx/modules
SHARE     := $(PREFIX)/share/countersign

WARN      = -Wall -Wextra -Werror
HARDEN   := -fstack-protector-strong $(CF)
LINK     := -Wl,-z,relro,-z,now,-z,noexecstack
INCLUDE  := -I$(ROOT)/src -I/usr/include/postgresql
CFLAGS   := -g
COMPILE   = -std=c11 -D_GNU_SOURCE $(WARN) $(HARDEN) $(CHECKED) $(INCLUDE) $(CFLAGS)
LIBS     := -lpq -lcurl -ljwt -ljansson -largon2 -lpwquality -loath -lfido2 -lssl -lcrypto

object    = $(patsubst $(ROOT)/%.c,$(B)/%.o,$(1))
library  := $(foreach room,$(ROOMS),$(sort $(wildcard $(ROOT)/src/$(room)/*.c)))
command  := $(sort $(wildcard $(ROOT)/src/cli/*.c))
unit     := $(sort $(wildcard $(ROOT)/tests/unit/*.c))
client   := $(sort $(wildcard $(ROOT)/tests/client/*.c))
fuzzers  := $(sort $(wildcard $(ROOT)/tests/fuzz/*_fuzz.c))
extend   := $(sort $(wildcard $(ROOT)/sql/extension/*.c))
headers  := $(wildcard $(ROOT)/src/*/*.h)
module   := $(wildcard $(ROOT)/module/*.c $(ROOT)/module/*.h)

all: $(TARGETS)
	@echo 'built: $(notdir $^)'

# --- library and command

$(B)/libcountersign.a: $(call object,$(library))
	@rm -f $@
	$(call say,AR  )
	$(Q)ar rcs $@ $(filter %.o,$^)

$(B)/countersign: $(call object,$(command)) $(B)/libcountersign.a
	$(call say,LINK)
	$(Q)$(CC) -pie $(CHECKED) $(LINK) -o $@ $^ $(LIBS) -lqrencode

$(B)/%.o: $(ROOT)/%.c | $(ROOT)/Makefile
	@mkdir -p $(@D)
	$(call say,CC  )
	$(Q)$(CC) $(COMPILE) -fPIC -MMD -MP -c -o $@ $<

# The passwords that everybody tries first, as the rows of an array.
$(B)/common-passwords.h: $(ROOT)/policies/common-passwords.txt
	@mkdir -p $(@D)
	$(Q)sed '/^#/d; s/.*/"&",/' $< > $@
$(call object,$(ROOT)/src/identity/word.c): $(B)/common-passwords.h
$(B)/src/identity/%.o: INCLUDE += -I$(B)

# A source that went away leaves the library too.
$(B)/libcountersign.a: $(B)/library.list
$(B)/library.list: FORCE
	@mkdir -p $(@D)
	@echo '$(library)' | cmp -s - $@ || echo '$(library)' > $@
$(call object,$(library) $(command) $(unit) $(client) $(fuzzers) $(extend)): $(ROOT)/Makefile

# --- the PostgreSQL extension: takes of the library what it needs, and shows nothing but its own functions

$(B)/extension/countersign.so: $(call object,$(extend)) $(B)/libcountersign.a
	@mkdir -p $(@D)
	$(call say,LINK)
	$(Q)$(CC) -shared $(LINK) -Wl,--exclude-libs,ALL -Wl,-Bsymbolic -o $@ $^ -ljansson -lcrypto

$(B)/sql/extension/%.o: INCLUDE += -I$(PG_INCLUDE)
$(B)/sql/extension/%.o: WARN += -Wno-unused-parameter

# --- the nginx module: built in a copy of the source the distribution's nginx came from

NGINX := $(B)/nginx

export CS_MODULE_INCLUDE := $(ROOT)/src /usr/include/postgresql
export CS_MODULE_LIBS    := $(B)/libcountersign.a $(LIBS)

$(NGINX)/objs/Makefile: $(ROOT)/module/config $(B)/module.list $(ROOT)/Makefile
	$(call say,CONF)
	$(Q)rm -rf $(NGINX) && mkdir -p $(B) && cp -r $(NGINX_SOURCE) $(NGINX)
	$(Q)cd $(NGINX) && bash -c '. ./conf_flags && ./configure "$${NGX_CONF_FLAGS[@]}" \
	    --with-cc-opt="-g -O2 -D_FORTIFY_SOURCE=2 $(WARN) -Wno-unused-parameter $(HARDEN) -fPIC" \
	    --with-ld-opt="$(LINK) -Wl,--exclude-libs,libcountersign.a" \
	    --add-dynamic-module=$(ROOT)/module' > $(B)/nginx-configure.log

$(B)/module.list: FORCE
	@mkdir -p $(@D)
	@echo '$(sort $(module) $(headers))' | cmp -s - $@ || echo '$(sort $(module) $(headers))' > $@

$(B)/$(MODULE): $(NGINX)/objs/Makefile $(module) $(headers) $(B)/libcountersign.a
	@rm -f $(NGINX)/objs/$(MODULE)
	$(call say,LINK)
	$(Q)$(MAKE) --no-print-directory -s -C $(NGINX) -f objs/Makefile modules
	$(Q)cp $(NGINX)/objs/$(MODULE) $@

# --- tests

$(B)/unit: $(call object,$(unit)) $(B)/libcountersign.a
	$(call say,LINK)
	$(Q)$(CC) -pie $(CHECKED) $(LINK) -o $@ $^ $(LIBS) $(CUNIT)

# The database client's tests: tests/client/run.sh brings the server.
$(B)/client: $(call object,$(client)) $(B)/libcountersign.a
	$(call say,LINK)
	$(Q)$(CC) -pie $(CHECKED) $(LINK) -o $@ $^ $(LIBS) $(CUNIT)

check: $(B)/unit
	$(Q)cd $(ROOT) && $(B)/unit

$(B)/speed/%: $(B)/tests/speed/%.o $(B)/libcountersign.a
	@mkdir -p $(@D)
	$(call say,LINK)
	$(Q)$(CC) -pie $(CHECKED) $(LINK) -o $@ $^ $(LIBS)

speed: $(B)/speed/token $(B)/speed/decide
	$(Q)$<

mutation:
	$(Q)node $(ROOT)/tests/mutation/mutation.js

ifneq ($(filter %-fuzz,$(B)),)
COMPILE += -fsanitize=fuzzer-no-link
endif

# Fuzzing needs clang's runtime in every object: a build of its own.
fuzz:
	@test -n "$(FUZZ_CC)" || { echo "make fuzz needs clang" >&2; exit 1; }
	$(Q)$(MAKE) --no-print-directory CC=$(FUZZ_CC) CF= SANITIZE=address,undefined B=$(BUILD_DIR)-fuzz fuzzers

fuzzers: $(patsubst $(ROOT)/tests/fuzz/%.c,$(B)/fuzz/%,$(fuzzers))

# The shapes that the module checks bodies with.
$(B)/fuzz/body_fuzz: $(B)/module/shape.o

$(B)/fuzz/%_fuzz: $(B)/tests/fuzz/%_fuzz.o $(B)/libcountersign.a
	@mkdir -p $(@D)
	$(call say,LINK)
	$(Q)$(CC) $(CHECKED) -fsanitize=fuzzer -o $@ $(filter %.o,$^) $(filter %.a,$^) $(LIBS)

# --- install and clean

# What running processes have mapped is replaced by a new file, never written over: put MODE FILE FOLDER
put = install -D -m $(1) $(2) $(3)/$(notdir $(2)).new && mv -f $(3)/$(notdir $(2)).new $(3)/$(notdir $(2))

install: all
	$(call put,755,$(B)/countersign,$(DESTDIR)$(PREFIX)/bin)
	$(call put,644,$(B)/$(MODULE),$(DESTDIR)$(MODULE_IN))
	$(call put,755,$(B)/extension/countersign.so,$(DESTDIR)$(PG_LIBDIR))
	install -D -m 644 -t $(DESTDIR)$(PG_SHAREDIR)/extension $(wildcard $(ROOT)/sql/extension/*.control $(ROOT)/sql/extension/*--*.sql)
	install -D -m 644 -t $(DESTDIR)$(SHARE)/policies $(wildcard $(ROOT)/policies/*.json)
	install -D -m 644 -t $(DESTDIR)$(SHARE) $(ROOT)/docs/problems.md
	rm -rf $(DESTDIR)$(SHARE)/sql $(DESTDIR)$(SHARE)/conf
	cp -r $(ROOT)/sql $(ROOT)/conf $(DESTDIR)$(SHARE)/

clean:
	rm -rf $(BUILD_DIR) $(BUILD_DIR)-sanitize $(BUILD_DIR)-fuzz

FORCE:
.PHONY: all check speed mutation fuzz fuzzers install clean FORCE
.DEFAULT_GOAL := all
.SECONDARY:
.DELETE_ON_ERROR:

-include $(patsubst %.o,%.d,$(call object,$(library) $(command) $(unit) $(client) $(fuzzers) $(extend)))
