#!/usr/bin/perl
# SPDX-License-Identifier: Apache-2.0
# Prints the compact JWS of HEADER and PAYLOAD (hexadecimal JSON) by the P-256 key in FILE.
use strict;
use warnings;
use File::Temp;
use MIME::Base64 qw(encode_base64url);

my ($file, $header, $payload) = @ARGV;
my $input = join '.', map { encode_base64url(pack 'H*', $_) } $header, $payload;

my $message = File::Temp->new;
print $message $input;
close $message;
my $der = qx(openssl dgst -sha256 -sign '$file' '$message');

# SEQUENCE of two INTEGERs; a JWS has them as 32 bytes each.
die "no signature\n" unless $der =~ /^\x30/;
my ($r, $s) = unpack 'x3 C/a x1 C/a', $der;
print $input, '.', encode_base64url(join '', map { substr(("\0" x 32) . $_, -32) } $r, $s), "\n";
