//! The room with the network.
